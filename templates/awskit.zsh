# shellcheck shell=bash disable=all
# Template of the functions for zsh 5.0 and later. Source this file from .zshrc.

if [[ $ZSH_EVAL_CONTEXT == toplevel ]]; then
  \builtin print -ru2 -- 'awskit: a program of its own cannot change this shell. Source the file instead: . awskit.zsh'
  \builtin exit 2
fi

\builtin unalias aws_env clearaws 2>/dev/null || \builtin :

\builtin typeset -g __awskit_launcher=${${(%):-%x}:A:h}/awskit

# This shell now works as a profile: aws_env PROFILE [OPTION…]; aws_env - for the one before
function aws_env {
  { \builtin emulate -L zsh && \builtin setopt localtraps noxtrace noverbose noerrexit noerrreturn noaliases } 2>/dev/null
  # A DEBUG trap would be shown the secrets that the snippet holds.
  \builtin trap - DEBUG
  if [[ $# == 1 && $1 == - ]] \builtin set -- "${__awskit_previous-}"
  \builtin local before=${AWSKIT_PROFILE-} code=0
  __awskit_live "$@" || __awskit_env "$@" || code=$?
  if [[ -n $before && $before != ${AWSKIT_PROFILE-} ]] \builtin typeset -g __awskit_previous=$before
  \builtin return $code
}

# Takes the AWS variables out of this shell: clearaws [--all]
function clearaws {
  { \builtin emulate -L zsh && \builtin setopt noxtrace noverbose noerrexit noerrreturn noaliases } 2>/dev/null
  \builtin local before=${AWSKIT_PROFILE-}
  __awskit_clear "$@" || \builtin return
  if [[ -n $before && -z ${AWSKIT_PROFILE-} ]] \builtin typeset -g __awskit_previous=$before
  \builtin return 0
}

# The live path: what awskit keeps ready for a name is sourced, without a process, while it is
# newer than the files that it came from and its time is not over.
function __awskit_live {
  [[ $# == 1 && -n $1 && $1 != *[^A-Za-z0-9._@+-]* && $1 != -* ]] || \builtin return
  \builtin zmodload zsh/datetime 2>/dev/null || \builtin return
  \builtin local config=${AWS_CONFIG_FILE:-$HOME/.aws/config}
  \builtin local credentials=${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}
  \builtin local state=${XDG_STATE_HOME-} settings=${XDG_CONFIG_HOME-}
  [[ $state == /* ]] || state=$HOME/.local/state
  [[ $settings == /* ]] || settings=$HOME/.config
  \builtin local ready=$state/awskit/sessions$credentials/+$config/$1.zsh
  [[ $ready -nt $credentials && $ready -nt $config ]] || \builtin return
  [[ ! -e $settings/awskit/config.ini || $ready -nt $settings/awskit/config.ini ]] || \builtin return
  \builtin local own_settings="__settingsInEnvironment__"
  [[ -z $own_settings ]] || \builtin return
  __awskit_changeable 2>/dev/null || \builtin return
  \builtin source "$ready" 2>/dev/null || \builtin return
  __awskit_say
}

# The same words as after a switch that AWS was asked for.
function __awskit_say {
  \builtin local mark=ok end='' until=''
  [[ ${LC_ALL:-${LC_CTYPE:-${LANG-}}} != *[Uu][Tt][Ff]* ]] || mark=✓
  [[ ! -t 2 || -n ${NO_COLOR-} || ${TERM-} == dumb ]] || mark=$'\e[32m'$mark$'\e[39m'
  if [[ -n ${AWSKIT_EXPIRES-} ]] {
    \builtin local -i minutes=$(((AWSKIT_EXPIRES - EPOCHSECONDS + 30) / 60))
    \builtin strftime -s end %H:%M $AWSKIT_EXPIRES
    until=" until $end, $((minutes / 60))h${(l:2::0:)$((minutes % 60))}m left"
  }
  \builtin print -ru2 -- "$mark $AWSKIT_PROFILE$until (live)"
}

function __awskit_env {
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

function __awskit_clear {
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
  \builtin local name
  for name in __clearedVariables__; do
    if [[ ${(Pt)name} == *readonly* ]]; then
      \builtin print -ru2 -- "awskit: $name is readonly in this shell; nothing has changed."
      \builtin return 1
    fi
  done
}
