#!/bin/sh
# Puts awskit in place for one person; takes it away with --uninstall; shows it at work with --demo.
# shellcheck disable=SC2317 # some functions are called by their names in variables, or by a trap

set -eu

block_begin='# >>> awskit >>>'
block_end='# <<< awskit <<<'
# Notes inside a block, for --uninstall: of a file that it empties it removes only one that we made.
note_made='# awskit made this file.'
note_unended='# Before this block there was no newline at the end of this file.'

usage() {
  cat <<'END'
Usage: ./install.sh [OPTION…]

Installs awskit for you alone: a folder, a link in ~/.local/bin, and one line in the rc file
of each shell that you use, after asking. It builds awskit first where that is needed.

  --prefix DIR   the folder; else $AWSKIT_HOME, else ~/.local/share/awskit
  --yes          does not ask before it changes an rc file
  --no-rc        leaves the rc files alone
  --uninstall    takes all of it away again; your AWS files stay as they are
  --demo         shows awskit at work in a throwaway folder, with a sandbox in place of AWS
  --help         shows this
END
}

# Talking to the person ------------------------------------------------------------------------

say() {
  printf '%s\n' "$1"
}

# For what did not go well, though the rest goes on: WHAT WHY
warn() {
  printf '%s.\n  %s\n' "$1" "$2" >&2
}

# WHAT WHY NEXT
fail() {
  warn "$1" "$2"
  printf '  %s\n' "$3" >&2
  exit 1
}

usage_error() {
  warn "$1" './install.sh --help shows what it takes.'
  exit 2
}

# A path as people write it.
shown() {
  case $1 in
    "$HOME"/*) say "~${1#"$HOME"}" ;;
    *) say "$1" ;;
  esac
}

# Node and the build ---------------------------------------------------------------------------

find_node() {
  node -e 'const [major, minor] = process.versions.node.split(".");
    process.exit(major > 20 || (major == 20 && minor >= 17) ? 0 : 1)' 2>/dev/null ||
    fail 'awskit needs Node.js 20.17 or later' \
      "In the PATH there is: $(node --version 2>/dev/null || say none)" \
      'Get one from https://nodejs.org, then run this again.'
  # The program itself: a version manager's "node" may be another one tomorrow, or in another folder.
  node=$(node -p process.execPath)
}

# In a clone: packages and dist, where they are missing or older than what they are made from.
build_if_needed() {
  [ -d "$here/src" ] || return 0
  packages=$here/node_modules/.package-lock.json
  if is_newest "$packages" "$here/package-lock.json" &&
    is_newest "$here/dist/main.js" "$here/src" "$here/package.json" "$packages"; then
    return
  fi
  command -v npm >/dev/null || fail 'npm is needed to build awskit' 'There is none in the PATH.' \
    'It comes with Node.js: https://nodejs.org. Then run this again.'
  say 'Building awskit (once)…'
  # The build tools are dev packages, which a setting of npm may leave out.
  is_newest "$packages" "$here/package-lock.json" || run_quietly npm ci --include=dev --no-audit --no-fund
  run_quietly npm run build
}

# Whether a file exists, and none of the others is newer: FILE OTHER…
is_newest() {
  newest=$1
  shift
  [ -f "$newest" ] && [ -z "$(find "$@" -newer "$newest")" ]
}

run_quietly() {
  (cd "$here" && "$@") >"$scratch/log" 2>&1 </dev/null && return
  cat "$scratch/log" >&2
  fail "\"$*\" failed in $here" 'What it said stands above.' 'Mend that, then run this again.'
}

# The home folder and the link to it -----------------------------------------------------------

# Sets home, state and link.
locate() {
  # A relative path is to be ignored. (https://specifications.freedesktop.org/basedir-spec)
  case ${XDG_STATE_HOME-} in
    /*) state=$XDG_STATE_HOME/awskit ;;
    *) state=$HOME/.local/state/awskit ;;
  esac
  case ${XDG_DATA_HOME-} in
    /*) home=$XDG_DATA_HOME/awskit ;;
    *) home=$HOME/.local/share/awskit ;;
  esac
  home=${AWSKIT_HOME:-$home}
  link=$HOME/.local/bin/awskit
  if [ -n "$prefix" ]; then
    home=$prefix
  elif [ -L "$here/node" ] && is_home "$here"; then
    home=$here
  elif [ "$mode" = uninstall ] && is_our_link && is_home "${link_target%/shell/awskit}"; then
    home=${link_target%/shell/awskit}
  fi
  case $home in
    /*) ;;
    *) home=$PWD/$home ;;
  esac
  while [ "$home" != "${home%/}" ]; do
    home=${home%/}
  done
  home=${home:-/}
  # To rename a link would leave what it points to.
  [ ! -L "$home" ] || [ ! -d "$home" ] || home=$(cd "$home" && pwd -P)
}

# A clone has these files too, and is not ours to delete.
is_home() {
  [ -f "$1/shell/awskit" ] && [ -f "$1/dist/main.js" ] && [ ! -e "$1/src" ] && [ ! -e "$1/.git" ]
}

# Nothing is deleted that did not come from here.
check_home() {
  if [ ! -e "$home" ] && [ ! -L "$home" ]; then return; fi
  if is_home "$home"; then return; fi
  if [ "$mode" = install ] && [ -d "$home" ] && [ -z "$(ls -A "$home")" ]; then return; fi
  fail "$(shown "$home") is not a folder of awskit, and was left alone" \
    'Going on would delete what it holds.' 'Name another folder with --prefix, or move this one away.'
}

put_home() {
  new=$home.new.$$
  fill_new || fail "awskit could not be copied to $(shown "$home")" \
    'What the system said stands above. Nothing has changed.' \
    'Mend that, or name another folder with --prefix.'
  version=$("$new/shell/awskit" --version) || fail 'This awskit does not run' \
    'What it said stands above. Nothing has changed.' \
    "Delete $here/dist and run this again; if that does not help, please report it."
  swap_home
  say "$version is in $(shown "$home")."
}

fill_new() {
  mkdir -p "$(dirname "$home")" && mkdir "$new" || return
  for part in dist shell install.sh package.json LICENSE README.md; do
    [ ! -e "$here/$part" ] || cp -R "$here/$part" "$new/" || return
  done
  ln -s "$node" "$new/node"
}

# No signal comes between the two renames; after a failure clean_up takes the old one back.
swap_home() {
  trap '' HUP INT TERM
  if [ -e "$home" ]; then
    old=$home.old.$$
    mv "$home" "$old"
  fi
  mv "$new" "$home"
  doomed=$old old='' new=''
  trap_signals
  [ -z "$doomed" ] || rm -rf "$doomed"
}

remove_home() {
  [ -e "$home" ] || return 0
  # Renamed first: half a folder would not be known as ours the next time.
  doomed=$home.old.$$
  mv "$home" "$doomed"
  rm -rf "$doomed"
  say "$(shown "$home") is removed."
}

put_link() {
  if { [ -e "$link" ] || [ -L "$link" ]; } && ! is_our_link; then
    warn "$(shown "$link") is not awskit's, and was left alone" 'aws_env works without it.'
  elif ! { mkdir -p "${link%/*}" && ln -sf "$home/shell/awskit" "$link"; }; then
    warn "$(shown "$link") could not be made" 'aws_env works without it.'
  else
    case :$PATH: in
      *:"${link%/*}":*) ;;
      *) say 'Note: ~/.local/bin is not in your PATH. aws_env works without; typing "awskit" needs it.' ;;
    esac
  fi
}

is_our_link() {
  link_target=$(readlink "$link") || return
  case $link_target in
    */shell/awskit) ;;
    *) return 1 ;;
  esac
}

remove_link() {
  is_our_link || return 0
  rm -f "$link"
  say "$(shown "$link") is removed."
}

# The shells: each has a row in the functions of this part -------------------------------------

shells='bash zsh'

is_used() {
  case /${SHELL-} in
    */"$1") return 0 ;;
  esac
  case $1 in
    bash) any_exists "$HOME/.bashrc" "$HOME/.bash_profile" "$HOME/.bash_login" ;;
    zsh) any_exists "${ZDOTDIR:-$HOME}/.zshrc" ;;
  esac
}

any_exists() {
  for candidate in "$@"; do
    [ ! -e "$candidate" ] || return 0
  done
  return 1
}

# The rc files that are to have the block, one a line.
rc_files() {
  case $1 in
    bash)
      say "$HOME/.bashrc"
      [ "$(uname)" != Darwin ] || bash_login_file
      ;;
    zsh) say "${ZDOTDIR:-$HOME}/.zshrc" ;;
  esac
}

# Each terminal of macOS starts a login shell: it reads the first of these, and .bashrc only through it.
bash_login_file() {
  for name in .bash_profile .bash_login .profile; do
    [ -e "$HOME/$name" ] || continue
    grep -Eq '^([^#]*[[:space:];&|{])?(\.|source)[[:space:]][^#]*\.bashrc' "$HOME/$name" ||
      say "$HOME/$name"
    return
  done
  say "$HOME/.bash_profile"
}

# Every rc file that may have the block from an earlier time, one a line.
all_rc_files() {
  for name in .bashrc .bash_profile .bash_login .profile .zshrc; do
    say "$HOME/$name"
  done
  [ -z "${ZDOTDIR-}" ] || say "$ZDOTDIR/.zshrc"
}

# SHELL RC-FILE
source_line() {
  functions=$(say "$home/shell/awskit.$1" | LC_ALL=C sed "s/'/'\\\\''/g")
  functions="'$functions'"
  case $2 in
    # sh reads this one too, and cannot read the functions.
    */.profile) say "[ -z \"\${BASH_VERSION-}\" ] || [ ! -r $functions ] || . $functions" ;;
    *) say "[ ! -r $functions ] || . $functions" ;;
  esac
}

# The rc files ---------------------------------------------------------------------------------

add_to_rc_files() {
  loaded='' used=''
  for shell in $shells; do
    is_used "$shell" || continue
    used=yes
    # Descriptor 3, as the questions are answered on standard input.
    while IFS= read -r file <&3; do
      add_to_rc_file "$file" "$(source_line "$shell" "$file")"
    done 3<<END
$(rc_files "$shell")
END
  done
  [ -z "$used" ] || return 0
  for shell in $shells; do
    show_line "$(rc_files "$shell" | head -n 1)" "$(source_line "$shell" .)"
  done
}

# FILE LINE
add_to_rc_file() {
  follow_links "$1"
  find_block
  if [ "$block" = whole ] && lines "$first" "$last" | grep -Fqx -e "$2"; then
    say "$(shown "$1") loads it already."
  elif ! is_wanted "$1"; then
    show_line "$1" "$2"
    return
  elif write_target with_block "$2"; then
    say "$(shown "$1") loads it from now on."
  else
    rc_failed "$1"
    show_line "$1" "$2"
    return
  fi
  loaded=yes
}

is_wanted() {
  [ -z "$no_rc" ] || return
  [ -z "$yes" ] || return 0
  [ -t 0 ] || return
  printf 'Load awskit in %s? [Y/n] ' "$(shown "$1")" >&2
  IFS= read -r answer || answer=no
  case $answer in
    '' | [Yy] | [Yy][Ee][Ss]) ;;
    *) return 1 ;;
  esac
}

# FILE LINE
show_line() {
  say "To have aws_env in new shells, add this line to $(shown "$1"):"
  say "  $2"
}

rc_failed() {
  status=1
  warn "$(shown "$1") was not changed" "$trouble"
}

remove_from_rc_files() {
  while IFS= read -r file <&3; do
    remove_from_rc_file "$file"
  done 3<<END
$(all_rc_files)
END
}

remove_from_rc_file() {
  follow_links "$1"
  find_block
  [ -n "$block" ] || return 0
  made=$(notes | grep -Fx -e "$note_made") || :
  if ! write_target without_block; then
    rc_failed "$1"
    [ "$block" = half ] || say "  Delete its lines from \"$block_begin\" to \"$block_end\" yourself."
    return
  fi
  [ -z "$made" ] || [ -s "$target" ] || rm -f "$target"
  say "$(shown "$1") does not load it any more."
  # It may hold a second one.
  remove_from_rc_file "$1"
}

# Sets target, the file behind FILE: a dotfile may be a link into a repository, and is to stay one.
follow_links() {
  target=$1
  hops=0
  while [ -L "$target" ] && [ "$hops" -lt 40 ]; do
    hops=$((hops + 1))
    to=$(readlink "$target")
    case $to in
      /*) target=$to ;;
      *) target=${target%/*}/$to ;;
    esac
  done
}

# Sets block to whole, half or nothing; first and last to the lines of a whole one.
find_block() {
  block='' first='' last=''
  [ -f "$target" ] && [ -r "$target" ] || return 0
  block=$(LC_ALL=C awk -v begin="$block_begin" -v end="$block_end" '
    { sub(/\r$/, "") }
    $0 == begin { broken = broken || open; open = NR }
    $0 == end { broken = broken || !open; if (!found) found = open " " NR; open = 0 }
    END { print (open || broken) ? "half" : found }
  ' <"$target")
  case $block in
    *' '*) first=${block% *} last=${block#* } block=whole ;;
  esac
}

# Gives target what a command prints: beside it first, then renamed, so that it is never half written.
write_target() {
  can_be_written || return
  temp=$target.awskit.$$
  {
    { [ ! -e "$target" ] || cp -p "$target" "$temp"; } && "$@" >"$temp" && mv -f "$temp" "$target"
  } 2>/dev/null && temp='' && return
  rm -f "$temp"
  return 1
}

# Sets trouble. Root could write to a file that was made read-only on purpose, so the mode counts too.
can_be_written() {
  trouble="It has only part of awskit's block: delete its line \"$block_begin\" or \"$block_end\"."
  [ "$block" != half ] || return
  trouble='It, or the folder it is in, cannot be written to.'
  [ -e "$target" ] || [ -L "$target" ] || return 0
  [ -f "$target" ] && [ -r "$target" ] && [ -w "$target" ] &&
    [ -n "$(find "$target" -prune -perm -200)" ]
}

# target with the block in it: in the place of an older one, else at the end.
with_block() {
  if [ "$block" = whole ]; then
    lines 1 $((first - 1)) && print_block "$(notes)" "$1" && lines $((last + 1)) '$'
  elif [ ! -e "$target" ]; then
    print_block "$note_made" "$1"
  elif [ -n "$(tail -c 1 "$target")" ]; then
    cat "$target" && say '' && print_block "$note_unended" "$1"
  else
    cat "$target" && print_block '' "$1"
  fi
}

# NOTES LINE
print_block() {
  say "$block_begin" && { [ -z "$1" ] || say "$1"; } && say "$2" && say "$block_end"
}

notes() {
  lines "$first" "$last" | tr -d '\r' | grep -Fx -e "$note_made" -e "$note_unended" || :
}

without_block() {
  before=$(lines 1 $((first - 1)) | wc -c)
  after=$(lines $((last + 1)) '$' | wc -c)
  # Text that came after the block needs the newline that we put before it.
  if [ "$(notes)" = "$note_unended" ] && [ "$after" -eq 0 ] && [ "$before" -gt 1 ]; then
    head -c $((before - 1)) "$target"
  else
    lines 1 $((first - 1)) && lines $((last + 1)) '$'
  fi
}

# Lines FROM to TO of target ($: the last): unlike sed and awk, head and tail change no byte.
lines() {
  case $2 in
    0) ;;
    '$') tail -n "+$1" "$target" ;;
    *) head -n "$2" "$target" | tail -n "+$1" ;;
  esac
}

# The demo -------------------------------------------------------------------------------------

demo() {
  [ -d "$here/src" ] || fail 'The demo runs in a clone of awskit' \
    'Only there is the AWS SDK, which checks the credentials.' 'In a clone: ./install.sh --demo'
  bash=$(command -v bash) ||
    fail 'The demo needs bash' 'There is none in the PATH.' 'Install it, then run this again.'
  make_scratch
  find_node
  build_if_needed
  mkdir -p "$scratch/home/.aws" "$scratch/home/.local/bin" "$scratch/tmp"
  ln -s "$node" "$scratch/home/.local/bin/node"
  say 'A throwaway home folder, and a sandbox in place of AWS: nothing of yours is touched.'
  show_command './install.sh --yes'
  (run_in_demo sh "$here/install.sh" --yes </dev/null) || exit
  start_sandbox
  write_sdk_client
  (run_in_demo "$bash" --noprofile --norc "$here/install.sh" --demo-session </dev/null) || exit
  printf '\n%s\n' 'It works. What to do now:'
  say '  ./install.sh      puts awskit into your own shells'
  say '  aws_env PROFILE   in a new terminal, with a profile of your ~/.aws/config'
}

# Becomes the command, with nothing of the person's environment but what says where programs are
# and how text looks.
run_in_demo() {
  for name in LANG LC_ALL LC_CTYPE TERM NO_COLOR; do
    eval "[ -z \"\${$name-}\" ] || set -- \"$name=\$$name\" \"\$@\""
  done
  # Python would leave compiled files beside the AWS CLI.
  exec env -i HOME="$scratch/home" TMPDIR="$scratch/tmp" SHELL="$bash" \
    PATH="$scratch/home/.local/bin:$PATH" NODE_NO_WARNINGS=1 PYTHONDONTWRITEBYTECODE=1 \
    "$@"
}

# Its AWS files become those of the throwaway home: no variable is needed to point at them.
start_sandbox() {
  run_in_demo awskit sandbox >"$scratch/exports" 2>"$scratch/log" </dev/null &
  sandbox=$!
  tries=0
  until grep -q "^export AWS_SHARED_CREDENTIALS_FILE='.*'\$" "$scratch/exports"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 300 ] || ! kill -0 "$sandbox" 2>/dev/null; then
      cat "$scratch/log" >&2
      fail 'The sandbox did not start' 'What it said stands above.' 'Please report it.'
    fi
    sleep 0.1
  done
  (
    # shellcheck disable=SC1091 # two export lines
    . "$scratch/exports"
    cp -p "$AWS_CONFIG_FILE" "$AWS_SHARED_CREDENTIALS_FILE" "$scratch/home/.aws/"
  )
}

write_sdk_client() {
  ln -s "$here/node_modules" "$scratch/home/node_modules"
  cat >"$scratch/home/whoami.mjs" <<'END'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

const sts = new STSClient({ endpoint: process.argv[2] });
console.log((await sts.send(new GetCallerIdentityCommand({}))).Arn);
END
}

# What a person types, in a bash of its own that has read the rc file.
demo_session() {
  set +eu
  cd "$HOME" || exit
  # shellcheck disable=SC1091 # of the throwaway home
  . "$HOME/.bashrc"
  url=$(sed -n 's/^endpoint_url = //p' "$HOME/.aws/config" | head -n 1)
  code=$(awskit sandbox code) || demo_failed 'The sandbox shows no MFA code'
  switch_with "aws_env smce-veda -m $code"
  first_key=$AWS_ACCESS_KEY_ID
  if aws --version >/dev/null 2>&1; then
    identify_with "aws sts get-caller-identity --query Arn --output text --endpoint-url $url"
  else
    printf '\n%s\n' '(No AWS CLI is installed here: the AWS SDK alone checks the credentials.)'
  fi
  identify_with "node whoami.mjs $url  # the AWS SDK, in the same environment"
  switch_with 'aws_env smce-veda'
  [ "$AWS_ACCESS_KEY_ID" = "$first_key" ] || demo_failed 'The kept session was not used again'
  show_command clearaws
  clearaws || demo_failed 'clearaws failed'
  show_command 'env | grep ^AWS'
  ! env | grep ^AWS | sed 's/=.*/=…/' | grep . || demo_failed 'clearaws left these variables'
  say '(nothing is left)'
}

show_command() {
  printf '\n%s\n' "$bold\$ $1$plain"
}

switch_with() {
  show_command "$1"
  eval "$1" || demo_failed 'aws_env failed'
  [ "$AWSKIT_PROFILE" = smce-veda ] && [ -n "$AWS_ACCESS_KEY_ID" ] &&
    [ -n "$AWS_SECRET_ACCESS_KEY" ] && [ -n "$AWS_SESSION_TOKEN" ] && return
  demo_failed 'aws_env did not set all the variables of a session'
}

identify_with() {
  show_command "$1"
  arn=$(eval "$1") || demo_failed 'That client cannot work with what aws_env has set'
  say "$arn"
  case $arn in
    arn:aws:iam::[0-9]*:user/*smce-veda) ;;
    *) demo_failed 'That is not the ARN of smce-veda' ;;
  esac
}

demo_failed() {
  fail "$1" 'So the demo ends here.' 'Please report it, with all that it showed.'
}

# From here on it runs -------------------------------------------------------------------------

install() {
  check_home
  make_scratch
  find_node
  build_if_needed
  put_home
  put_link
  add_to_rc_files
  [ -z "$loaded" ] || say "Open a new terminal, then: ${bold}aws_env PROFILE$plain"
}

uninstall() {
  check_home
  [ -n "$no_rc" ] || remove_from_rc_files
  remove_link
  rm -rf "$state"
  remove_home
  say 'awskit is not installed any more. Your AWS files are as they were.'
}

parse_options() {
  mode=install prefix='' yes='' no_rc=''
  while [ $# -gt 0 ]; do
    case $1 in
      --prefix)
        [ -n "${2-}" ] || usage_error '--prefix needs a folder'
        prefix=$2
        shift
        ;;
      --prefix=?*) prefix=${1#*=} ;;
      --yes) yes=yes ;;
      --no-rc) no_rc=yes ;;
      --uninstall | --demo | --demo-session) mode=${1#--} ;;
      --help | -h) mode=help ;;
      *) usage_error "install.sh does not know \"$1\"" ;;
    esac
    shift
  done
}

make_scratch() {
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/awskit-install.XXXXXX")
}

trap_signals() {
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

clean_up() {
  set +e
  trap '' HUP INT TERM
  # All that it would tidy up is in the scratch folder.
  [ -z "$sandbox" ] || { kill -9 "$sandbox" && wait "$sandbox"; } 2>/dev/null
  [ -z "$old" ] || [ -e "$home" ] || mv "$old" "$home"
  for leftover in "$temp" "$new" "$doomed" "$scratch"; do
    [ -z "$leftover" ] || rm -rf "$leftover"
  done
}

main() {
  parse_options "$@"
  bold='' plain=''
  if [ -t 1 ] && [ -z "${NO_COLOR-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    bold=$(printf '\033[1m') plain=$(printf '\033[0m')
  fi
  [ -n "${HOME-}" ] || fail 'HOME is not set' 'awskit is installed for one person.' \
    'Set HOME to your home folder.'
  here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
  status=0 scratch='' temp='' new='' old='' doomed='' sandbox=''
  trap clean_up EXIT
  trap_signals
  locate
  case $mode in
    help) usage ;;
    demo-session) demo_session ;;
    *) "$mode" ;;
  esac
  exit "$status"
}

main "$@"
