# shellcheck shell=bash
# Template of the functions for bash 3.2 and later. Source this file from .bashrc.

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  \builtin printf '%s\n' 'awskit: a program of its own cannot change this shell. Source the file instead: . awskit.bash' >&2
  \builtin exit 2
fi

\builtin unalias aws_env clearaws 2>/dev/null || \builtin :

__awskit_launcher=${BASH_SOURCE[0]}
[[ $__awskit_launcher == */* ]] || __awskit_launcher=./$__awskit_launcher
while [[ -L $__awskit_launcher ]]; do
  __awskit_link=$(\command readlink "$__awskit_launcher") || \builtin break
  [[ $__awskit_link == /* ]] || __awskit_link=${__awskit_launcher%/*}/$__awskit_link
  __awskit_launcher=$__awskit_link
done
\builtin unset -v __awskit_link
[[ $__awskit_launcher == /* ]] || __awskit_launcher=$PWD/$__awskit_launcher
__awskit_launcher=${__awskit_launcher%/*}/awskit

# One expansion of all attributes is five times as fast as a loop over the names.
__awskit_attributes=''
# shellcheck disable=SC2043
for __awskit_name in __clearedVariables__; do
  __awskit_attributes="$__awskit_attributes\${$__awskit_name@a}"
done
\builtin eval "function __awskit_any_readonly { [[ $__awskit_attributes == *r* ]]; }"
\builtin unset -v __awskit_name __awskit_attributes

# This shell now works as a profile: aws_env PROFILE [OPTION…]; aws_env - for the one before
function aws_env {
  # No values in this line: under set -k they would be taken for its environment.
  \builtin local __awskit_options __awskit_shopts __awskit_status __awskit_before __awskit_name
  __awskit_options=$- __awskit_shopts='' __awskit_status=0
  { __awskit_quiet; } 2>/dev/null
  if [[ $# == 1 && $1 == - ]]; then
    \builtin set -- "${__awskit_previous-}"
  fi
  __awskit_before=${AWSKIT_PROFILE-}
  __awskit_live "$@" || __awskit_env "$@" || __awskit_status=$?
  if [[ -n $__awskit_before && $__awskit_before != "${AWSKIT_PROFILE-}" ]]; then
    __awskit_previous=$__awskit_before
  fi
  __awskit_as_before
  \builtin return "$__awskit_status"
}

# Takes the AWS variables out of this shell: clearaws [--all]
function clearaws {
  \builtin local __awskit_options __awskit_shopts __awskit_status __awskit_before __awskit_name
  __awskit_options=$- __awskit_shopts='' __awskit_status=0
  { __awskit_quiet; } 2>/dev/null
  __awskit_before=${AWSKIT_PROFILE-}
  __awskit_clear "$@" || __awskit_status=$?
  if [[ -n $__awskit_before && -z ${AWSKIT_PROFILE-} ]]; then
    __awskit_previous=$__awskit_before
  fi
  __awskit_as_before
  \builtin return "$__awskit_status"
}

# The live path: what awskit keeps ready for a name is sourced, without a process, while it is
# newer than the files that it came from and its time is not over.
function __awskit_live {
  # 4.2 would do for the time, but only 4.4 tells attributes.
  ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)) || \builtin return
  [[ $# == 1 && -n $1 && $1 != *[!A-Za-z0-9._@+-]* && $1 != -* ]] || \builtin return
  \builtin local __awskit_config __awskit_credentials __awskit_state __awskit_settings __awskit_ready __awskit_now
  __awskit_config=${AWS_CONFIG_FILE:-$HOME/.aws/config}
  __awskit_credentials=${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}
  __awskit_state=${XDG_STATE_HOME-} __awskit_settings=${XDG_CONFIG_HOME-}
  [[ $__awskit_state == /* ]] || __awskit_state=$HOME/.local/state
  [[ $__awskit_settings == /* ]] || __awskit_settings=$HOME/.config
  __awskit_ready=$__awskit_state/awskit/sessions$__awskit_credentials/+$__awskit_config/$1.bash
  [[ $__awskit_ready -nt $__awskit_credentials && $__awskit_ready -nt $__awskit_config ]] || \builtin return
  [[ $__awskit_ready -nt $__awskit_settings/awskit/config.ini ]] || \builtin return
  # A list of variables stands here in the generated file.
  # shellcheck disable=SC2157
  [[ -z "__settingsInEnvironment__" ]] || \builtin return
  __awskit_any_readonly && \builtin return 1
  \builtin source "$__awskit_ready" 2>/dev/null || \builtin return
  __awskit_say
  # The status of a message that nobody could be told counts for nothing.
  __awskit_note_subshell
}

# The same words as after a switch that AWS was asked for.
function __awskit_say {
  \builtin local __awskit_mark __awskit_until __awskit_minutes
  __awskit_mark=ok __awskit_until=''
  case ${LC_ALL:-${LC_CTYPE:-${LANG-}}} in
    *[Uu][Tt][Ff]*) __awskit_mark=✓ ;;
  esac
  [[ ! -t 2 || -n ${NO_COLOR-} || ${TERM-} == dumb ]] || __awskit_mark=$'\e[32m'$__awskit_mark$'\e[39m'
  if [[ -n ${AWSKIT_EXPIRES-} ]]; then
    __awskit_minutes=$(((AWSKIT_EXPIRES - __awskit_now + 30) / 60))
    \builtin printf -v __awskit_until ' until %(%H:%M)T, %dh%02dm left' "$AWSKIT_EXPIRES" $((__awskit_minutes / 60)) $((__awskit_minutes % 60))
  fi
  \builtin printf '%s\n' "$__awskit_mark $AWSKIT_PROFILE$__awskit_until (live)" >&2
}

function __awskit_env {
  # Before awskit is asked: it would take a code and say that all went well. Its help is not refused.
  [[ ${1-} == --help || ${1-} == -h ]] || __awskit_changeable __clearedVariables__ || __awskit_refuse || \builtin return
  \builtin local __awskit_snippet
  __awskit_ask "$@" || \builtin return
  [[ -n $__awskit_snippet ]] || \builtin return 0
  if [[ $__awskit_snippet != __snippetStart__* ]]; then
    \builtin printf '%s\n' 'awskit: something other than awskit wrote to its output; nothing has changed.' >&2
    \builtin return 1
  fi
  \builtin eval "$__awskit_snippet" || \builtin return
  __awskit_note_subshell
}

# At a Ctrl-C an interactive bash would leave at once, with the options as we set them: a trap of
# ours lets it go on to the status that awskit ends with.
function __awskit_ask {
  \builtin local __awskit_trap
  if [[ $__awskit_options == *i* ]]; then
    __awskit_trap=$(\builtin trap -p INT)
    \builtin trap : INT
  fi
  __awskit_snippet=$("$__awskit_launcher" env --shell bash "$@") || __awskit_status=$?
  if [[ $__awskit_options == *i* ]]; then
    \builtin eval "\\builtin ${__awskit_trap:-trap - INT}"
  fi
  \builtin return "$__awskit_status"
}

function __awskit_clear {
  case "$*" in
    '')
      \builtin set -- __clearedVariables__
      ;;
    --all)
      \builtin local IFS
      IFS=' '
      # The names are to be split into words.
      # shellcheck disable=SC2086
      \builtin set -- __clearedVariables__ __personalVariables__ ${!__personalPrefix__*}
      ;;
    *)
      \builtin printf '%s\n' 'clearaws takes the AWS variables out of this shell; clearaws --all also the endpoints, CA bundle and file paths.' >&2
      [[ $* == --help || $* == -h ]] || \builtin return 2
      \builtin return 0
      ;;
  esac
  __awskit_changeable "$@" || __awskit_refuse || \builtin return
  __awskit_unset "$@" || \builtin return
  __awskit_note_subshell
}

# unset takes the top layer: under a caller's local lies the outer variable of that name.
function __awskit_unset {
  \builtin unset -v "$@" || \builtin return
  for __awskit_name; do
    while [[ -n ${!__awskit_name+x} ]]; do
      \builtin unset -v "$__awskit_name" || \builtin return
    done
  done
}

# A readonly variable would stop the change half-way, so it is found before, in __awskit_name.
function __awskit_changeable {
  if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)); then
    for __awskit_name; do
      # Not by ${!…@a}: it passes over those without a value.
      \builtin eval "[[ \${$__awskit_name@a} != *r* ]]" || \builtin return 1
    done
    \builtin return 0
  fi
  # Older ones tell no attributes: a subshell tries.
  (\builtin unset -v "$@") 2>/dev/null && \builtin return
  for __awskit_name; do
    (\builtin unset -v "$__awskit_name") 2>/dev/null || \builtin return 1
  done
}

function __awskit_refuse {
  \builtin printf '%s\n' "awskit: $__awskit_name is readonly in this shell; nothing has changed." \
    '  Nothing can change or unset a readonly variable while its shell lives.' \
    "  Open a new shell; if it is readonly there too, look for $__awskit_name in your startup files." >&2
  [[ -z ${AWSKIT_PROFILE-} ]] || \builtin printf '%s\n' "  This shell still works as $AWSKIT_PROFILE." >&2
  \builtin return 1
}

# Whoever types (aws_env x) or aws_env x | cat may wonder; a script knows what it does.
function __awskit_note_subshell {
  [[ $__awskit_options != *i* || $BASH_SUBSHELL == 0 ]] ||
    \builtin printf '%s\n' 'awskit: only this subshell has changed; the shell that you type in is as before.' >&2
  \builtin return 0
}

# Tracing and DEBUG traps would show the secrets that the snippet holds; the others bend our words.
function __awskit_quiet {
  \builtin set +vxuTEk
  case ${BASHOPTS-nocasematch} in
    *nocasematch* | *localvar_*) ;;
    *) \builtin return ;;
  esac
  for __awskit_name in nocasematch localvar_inherit localvar_unset; do
    \builtin shopt -q "$__awskit_name" || \builtin continue
    \builtin shopt -u "$__awskit_name"
    __awskit_shopts="$__awskit_shopts $__awskit_name"
  done
}

function __awskit_as_before {
  [[ -n $__awskit_shopts || $__awskit_options == *[uETkvx]* ]] || \builtin return 0
  [[ $__awskit_options != *u* ]] || \builtin set -u
  [[ $__awskit_options != *E* ]] || \builtin set -E
  [[ $__awskit_options != *T* ]] || \builtin set -T
  [[ $__awskit_options != *k* ]] || \builtin set -k
  # From nocasematch on case counts for nothing; $- has no V and no X.
  for __awskit_name in localvar_inherit localvar_unset nocasematch; do
    [[ $__awskit_shopts != *"$__awskit_name"* ]] || \builtin shopt -s "$__awskit_name"
  done
  [[ $__awskit_options != *v* ]] || \builtin set -v
  [[ $__awskit_options != *x* ]] || \builtin set -x
}
