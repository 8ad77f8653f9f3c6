# shellcheck shell=bash disable=all
# Template of the functions for zsh 5.0 and later. Source this file from .zshrc.

if [[ $ZSH_EVAL_CONTEXT == toplevel ]]; then
  \builtin print -ru2 -- 'awskit: a program of its own cannot change this shell. Source the file instead: . awskit.zsh'
  \builtin exit 2
fi

\builtin unalias aws_env clearaws 2>/dev/null || \builtin :

\builtin typeset -g __awskit_launcher=${${(%):-%x}:A:h}/awskit

# This shell now works as a profile: aws_env PROFILE [OPTION…]
function aws_env {
  { \builtin emulate -L zsh && \builtin setopt localtraps noxtrace noverbose noerrexit noerrreturn noaliases } 2>/dev/null
  # A DEBUG trap would be shown the secrets that the snippet holds.
  \builtin trap - DEBUG
  \builtin local snippet
  snippet=$("$__awskit_launcher" env --shell zsh "$@") || \builtin return
  [[ -n $snippet ]] || \builtin return 0
  if [[ $snippet != __snippetStart__* ]]; then
    \builtin print -ru2 -- 'awskit: something other than awskit wrote to its output; nothing has changed.'
    \builtin return 1
  fi
  __awskit_changeable || \builtin return
  \builtin eval "$snippet"
}

# Takes the AWS variables out of this shell: clearaws [--all]
function clearaws {
  { \builtin emulate -L zsh && \builtin setopt noxtrace noverbose noerrexit noerrreturn noaliases extendedglob } 2>/dev/null
  case ${1-} in
    ('') ;;
    (--all) \builtin unset -v __personalVariables__ ${(k)parameters[(I)__personalPrefix__*]} || \builtin return ;;
    (*)
      \builtin print -ru2 -- 'clearaws takes the AWS variables out of this shell; clearaws --all also the endpoints, CA bundle and file paths.'
      [[ $1 == --help || $1 == -h ]] || \builtin return 2
      \builtin return 0
      ;;
  esac
  \builtin unset -v __clearedVariables__
}

# A readonly variable would stop the change half-way, so it is found before.
function __awskit_changeable {
  \builtin emulate -L zsh
  \builtin local name
  for name in __clearedVariables__; do
    if [[ ${(Pt)name} == *readonly* ]]; then
      \builtin print -ru2 -- "awskit: $name is readonly in this shell; nothing has changed."
      \builtin return 1
    fi
  done
}
