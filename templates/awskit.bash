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

# This shell now works as a profile: aws_env PROFILE [OPTION…]
function aws_env {
  \builtin local options=$- status=0
  { __awskit_quiet; } 2>/dev/null
  __awskit_env "$@" || status=$?
  __awskit_as_before "$options"
  \builtin return "$status"
}

# Takes the AWS variables out of this shell: clearaws [--all]
function clearaws {
  \builtin local options=$- status=0
  { __awskit_quiet; } 2>/dev/null
  __awskit_clear "$@" || status=$?
  __awskit_as_before "$options"
  \builtin return "$status"
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
  # shellcheck disable=SC2043
  for name in __clearedVariables__; do
    if [[ ${!name@a} == *r* ]]; then
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
