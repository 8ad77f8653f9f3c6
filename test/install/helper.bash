# shellcheck shell=bash
# A copy of the clone, and a home folder of its own for each test.

load "${BATS_TEST_DIRNAME}/../../node_modules/bats-support/load"
load "${BATS_TEST_DIRNAME}/../../node_modules/bats-assert/load"

repository=$(cd "$BATS_TEST_DIRNAME/../.." && pwd -P)

# Once for a test file: $clone, which has its build already.
make_clone() {
  export clone=$BATS_FILE_TMPDIR/clone tools=$BATS_FILE_TMPDIR/tools
  copy_clone "$repository" "$clone"
  (cd "$clone" && npm run build) >/dev/null
  make_npm
}

# A clone's copy shares the packages: FROM TO
copy_clone() {
  local part
  mkdir "$2"
  for part in "$1"/*; do
    [[ $part == */node_modules || $part == */test ]] || cp -Rp "$part" "$2/"
  done
  ln -s "$repository/node_modules" "$2/node_modules"
  # They are what the clone has, whenever they came.
  touch -r "$repository/node_modules/.package-lock.json" "$2/package-lock.json"
}

# Writes down how it is called, and never runs "npm ci", which would empty the shared packages.
make_npm() {
  mkdir -p "$tools"
  cat >"$tools/npm" <<END
#!/bin/sh
echo "\$*" >>"\$NPM_CALLS"
[ "\$1" != ci ] || exit 1
exec $(command -v npm) "\$@"
END
  chmod +x "$tools/npm"
}

# Before each test. A home folder may have a space in its name.
make_home() {
  home="$BATS_TEST_TMPDIR/the home"
  temp=$BATS_TEST_TMPDIR/temp
  installed="$home/.local/share/awskit"
  npm_calls=$BATS_TEST_TMPDIR/npm-calls
  mkdir "$home" "$temp"
  # More of the person's environment: NAME=VALUE…; what PATH begins with.
  settings=()
  path=$tools
  login_shell=/bin/bash
  # AWSKIT_TEST_SH may name another one, as in: "busybox sh"
  read -r -a sh <<<"${AWSKIT_TEST_SH:-sh}"
  sh[0]=$(command -v "${sh[0]}")
}

# Runs a command with nothing of the environment of the tests.
at_home() {
  set_environment
  # bats would wait for all that has its descriptor 3.
  env -i "${environment[@]}" "$@" 3>&-
}

set_environment() {
  environment=(HOME="$home" TMPDIR="$temp" SHELL="$login_shell" PATH="$path:$PATH" TERM=dumb
    LANG=C.UTF-8 NPM_CALLS="$npm_calls" "${settings[@]}")
}

# As a script would run it: without a terminal.
install_sh() {
  at_home "${sh[@]}" "$clone/install.sh" "$@" </dev/null
}

# As a person would, on a terminal: [EXPECTED ANSWER]… -- [OPTION]…
install_on_terminal() {
  local script=()
  while [[ $1 != -- ]]; do
    script+=("$1")
    shift
  done
  shift
  set_environment
  python3 "$BATS_TEST_DIRNAME/on_terminal.py" ${script[@]+"${script[@]}"} -- \
    env -i "${environment[@]}" "${sh[@]}" "$clone/install.sh" "$@" 3>&-
}

# A tool that goes before the real one: NAME, its text on standard input.
make_tool() {
  mkdir -p "$BATS_TEST_TMPDIR/fakes"
  cat >"$BATS_TEST_TMPDIR/fakes/$1"
  chmod +x "$BATS_TEST_TMPDIR/fakes/$1"
  path=$BATS_TEST_TMPDIR/fakes:$tools
}

# Names, modes and contents of all that a folder holds.
contents_of() {
  (
    cd "$1" || return
    find . -exec ls -ld {} + | awk '{ print $1, $9, $10, $11, $12 }' | LC_ALL=C sort
    find . -type f -exec cksum {} + | LC_ALL=C sort
  )
}

mode_of() {
  # shellcheck disable=SC2012
  ls -ld "$1" | cut -c 1-10
}

# These leave the output of the last "run" as it is.

assert_same_bytes() {
  cmp "$1" "$2" || fail "$(diff "$1" "$2")"
}

assert_absent() {
  [[ ! -e $1 && ! -L $1 ]] || fail "There is a $1"
}

assert_no_leftovers() {
  local left
  left=$(find "$temp" -mindepth 1 && find "$home" -name '*.new.*' -o -name '*.old.*' -o -name '*.awskit.*')
  assert_equal "$left" ''
}

# The block that a shell's rc file is to have.
block_of() {
  printf '%s\n' '# >>> awskit >>>' \
    "[ ! -r '$installed/shell/awskit.$1' ] || . '$installed/shell/awskit.$1'" '# <<< awskit <<<'
}

# PATH has nothing but what install.sh needs, and these: NAME…
only_these_tools() {
  local folder=$BATS_TEST_TMPDIR/only tool
  mkdir "$folder"
  for tool in env awk cat chmod cp dirname find grep head ln ls mkdir mktemp mv readlink rm sed tail tr uname wc "$@"; do
    ln -s "$(command -v "$tool")" "$folder/$tool"
  done
  settings+=(PATH="$folder")
}
