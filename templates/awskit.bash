# shellcheck shell=bash
# Template of the functions for bash 3.2 and later. Source this file from .bashrc.

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  \builtin printf '%s\n' 'awskit: a program of its own cannot change this shell. Source the file instead: . awskit.bash' >&2
  \builtin exit 2
fi

\builtin unalias aws_env clearaws 2>/dev/null || \builtin :

__awskit_launcher=${BASH_SOURCE[0]}
[[ $__awskit_launcher == */* ]] || __awskit_launcher=./$__awskit_launcher
[[ $__awskit_launcher == /* ]] || __awskit_launcher=$PWD/$__awskit_launcher
__awskit_launcher=${__awskit_launcher%/*}/awskit

# This shell now works as a profile: aws_env PROFILE [OPTION…]; aws_env - for the one before
function aws_env {
  \builtin local options=$- status=0
  { __awskit_quiet; } 2>/dev/null
  if [[ $# == 1 && $1 == - ]]; then
    \builtin set -- "${__awskit_previous-}"
  fi
  \builtin local before=${AWSKIT_PROFILE-}
  __awskit_live "$@" || __awskit_env "$@" || status=$?
  if [[ -n $before && $before != "${AWSKIT_PROFILE-}" ]]; then
    __awskit_previous=$before
  fi
  __awskit_as_before "$options"
  \builtin return "$status"
}

# Takes the AWS variables out of this shell: clearaws [--all]
function clearaws {
  \builtin local options=$- status=0
  { __awskit_quiet; } 2>/dev/null
  \builtin local before=${AWSKIT_PROFILE-}
  __awskit_clear "$@" || status=$?
  if [[ -n $before && -z ${AWSKIT_PROFILE-} ]]; then
    __awskit_previous=$before
  fi
  __awskit_as_before "$options"
  \builtin return "$status"
}

# The live path: what awskit keeps ready for a name is sourced, without a process, while it is
# newer than the files that it came from and its time is not over.
function __awskit_live {
  ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 402)) || \builtin return
  [[ $# == 1 && -n $1 && $1 != *[!A-Za-z0-9._@+-]* && $1 != -* ]] || \builtin return
  \builtin local config=${AWS_CONFIG_FILE:-$HOME/.aws/config}
  \builtin local credentials=${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}
  \builtin local state=${XDG_STATE_HOME-} settings=${XDG_CONFIG_HOME-}
  [[ $state == /* ]] || state=$HOME/.local/state
  [[ $settings == /* ]] || settings=$HOME/.config
  \builtin local ready=$state/awskit/sessions$credentials/+$config/$1.bash now
  [[ $ready -nt $credentials && $ready -nt $config && $ready -nt $settings/awskit/config.ini ]] || \builtin return
  \builtin local own_settings="__settingsInEnvironment__"
  [[ -z $own_settings ]] || \builtin return
  __awskit_changeable 2>/dev/null || \builtin return
  \builtin source "$ready" 2>/dev/null || \builtin return
  __awskit_say
}

# The same words as after a switch that AWS was asked for.
function __awskit_say {
  \builtin local mark=ok until=''
  case ${LC_ALL:-${LC_CTYPE:-${LANG-}}} in
    *[Uu][Tt][Ff]*) mark=✓ ;;
  esac
  [[ ! -t 2 || -n ${NO_COLOR-} || ${TERM-} == dumb ]] || mark=$'\e[32m'$mark$'\e[39m'
  if [[ -n ${AWSKIT_EXPIRES-} ]]; then
    \builtin local minutes=$(((AWSKIT_EXPIRES - now + 30) / 60))
    \builtin printf -v until ' until %(%H:%M)T, %dh%02dm left' "$AWSKIT_EXPIRES" $((minutes / 60)) $((minutes % 60))
  fi
  \builtin printf '%s\n' "$mark $AWSKIT_PROFILE$until (live)" >&2
}

function __awskit_env {
  \builtin local snippet
  snippet=$("$__awskit_launcher" env --shell bash "$@") || \builtin return
  [[ -n $snippet ]] || \builtin return 0
  if [[ $snippet != __snippetStart__* ]]; then
    \builtin printf '%s\n' 'awskit: something other than awskit wrote to its output; nothing has changed.' >&2
    \builtin return 1
  fi
  __awskit_changeable || \builtin return
  \builtin eval "$snippet"
}

function __awskit_clear {
  case ${1-} in
    '') ;;
    --all)
      \builtin local IFS=' '
      # The names are to be split into words.
      # shellcheck disable=SC2086
      \builtin unset -v __personalVariables__ ${!__personalPrefix__*} || \builtin return
      ;;
    *)
      \builtin printf '%s\n' 'clearaws takes the AWS variables out of this shell; clearaws --all also the endpoints, CA bundle and file paths.' >&2
      [[ $1 == --help || $1 == -h ]] || \builtin return 2
      \builtin return 0
      ;;
  esac
  \builtin unset -v __clearedVariables__
}

# A readonly variable would stop the change half-way, so it is found before.
function __awskit_changeable {
  ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)) || \builtin return 0
  \builtin local name
  for name in "${!AWS@}"; do
    if [[ ${!name@a} == *r* && ' __clearedVariables__ ' == *" $name "* ]]; then
      \builtin printf '%s\n' "awskit: $name is readonly in this shell; nothing has changed." >&2
      \builtin return 1
    fi
  done
}

# Tracing and DEBUG traps would show the secrets that the snippet holds.
function __awskit_quiet {
  \builtin set +vxuTE
}

function __awskit_as_before {
  [[ $1 != *u* ]] || \builtin set -u
  [[ $1 != *E* ]] || \builtin set -E
  [[ $1 != *T* ]] || \builtin set -T
  [[ $1 != *v* ]] || \builtin set -v
  [[ $1 != *x* ]] || \builtin set -x
}
