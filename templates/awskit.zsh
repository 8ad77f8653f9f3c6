# shellcheck shell=bash disable=all
# Template of the functions for zsh 5.0 and later. Source this file from .zshrc.

if [[ $ZSH_EVAL_CONTEXT == toplevel ]]; then
  \builtin print -ru2 -- 'awskit: a program of its own cannot change this shell. Source the file instead: . awskit.zsh'
  \builtin exit 2
fi

\builtin unalias aws_env clearaws 2>/dev/null || \builtin :

# Plain forms throughout: the file is read under the options of its reader (ignorebraces, sh, …).
\builtin typeset -g "__awskit_launcher=${${(%):-%x}:A:h}/awskit"

# One expansion of all types is far quicker than a loop over the names.
\builtin typeset -g __awskit_types='' __awskit_name=''
for __awskit_name in __clearedVariables__; do
  __awskit_types="$__awskit_types\${(t)$__awskit_name}"
done
\builtin eval "function __awskit_any_bound { [[ $__awskit_types == *readonly* || $__awskit_types == *local* ]]; }"
\builtin unset -v __awskit_name __awskit_types

# This shell now works as a profile: aws_env PROFILE [OPTION…]; aws_env - for the one before
function aws_env {
  { \builtin emulate -L zsh && \builtin setopt localtraps noxtrace noverbose noerrexit noerrreturn noaliases; } 2>/dev/null
  # A DEBUG trap would be shown the secrets that the snippet holds.
  \builtin trap - DEBUG
  if [[ $# == 1 && $1 == - ]]; then
    \builtin set -- "${__awskit_previous-}"
  fi
  \builtin local __awskit_before="${AWSKIT_PROFILE-}" __awskit_code=0 __awskit_name='' __awskit_type=''
  __awskit_live "$@" || __awskit_env "$@" || __awskit_code=$?
  if [[ -n $__awskit_before && $__awskit_before != "${AWSKIT_PROFILE-}" ]]; then
    \builtin typeset -g "__awskit_previous=$__awskit_before"
  fi
  \builtin return $__awskit_code
}

# Takes the AWS variables out of this shell: clearaws [--all]
function clearaws {
  { \builtin emulate -L zsh && \builtin setopt noxtrace noverbose noerrexit noerrreturn noaliases; } 2>/dev/null
  \builtin local __awskit_before="${AWSKIT_PROFILE-}" __awskit_name='' __awskit_type=''
  __awskit_clear "$@" || \builtin return
  if [[ -n $__awskit_before && -z ${AWSKIT_PROFILE-} ]]; then
    \builtin typeset -g "__awskit_previous=$__awskit_before"
  fi
  \builtin return 0
}

# The live path: what awskit keeps ready for a name is sourced, without a process, while it is
# newer than the files that it came from and its time is not over.
function __awskit_live {
  [[ $# == 1 && -n $1 && $1 != *[^A-Za-z0-9._@+-]* && $1 != -* ]] || \builtin return
  \builtin zmodload zsh/datetime 2>/dev/null || \builtin return
  \builtin local __awskit_config="${AWS_CONFIG_FILE:-$HOME/.aws/config}"
  \builtin local __awskit_credentials="${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}"
  \builtin local __awskit_state="${XDG_STATE_HOME-}" __awskit_settings="${XDG_CONFIG_HOME-}"
  [[ $__awskit_state == /* ]] || __awskit_state=$HOME/.local/state
  [[ $__awskit_settings == /* ]] || __awskit_settings=$HOME/.config
  __awskit_settings=$__awskit_settings/awskit/config.ini
  \builtin local __awskit_ready="$__awskit_state/awskit/sessions$__awskit_credentials/+$__awskit_config/$1.zsh"
  [[ $__awskit_ready -nt $__awskit_credentials && $__awskit_ready -nt $__awskit_config ]] || \builtin return
  [[ ! -e $__awskit_settings || $__awskit_ready -nt $__awskit_settings ]] || \builtin return
  [[ -z "__settingsInEnvironment__" ]] || \builtin return
  __awskit_any_bound && \builtin return 1
  \builtin source "$__awskit_ready" 2>/dev/null || \builtin return
  __awskit_say
  __awskit_note_subshell
}

# The same words as after a switch that AWS was asked for.
function __awskit_say {
  \builtin local __awskit_mark=ok __awskit_end='' __awskit_until=''
  [[ ${LC_ALL:-${LC_CTYPE:-${LANG-}}} != *[Uu][Tt][Ff]* ]] || __awskit_mark=✓
  [[ ! -t 2 || -n ${NO_COLOR-} || ${TERM-} == dumb ]] || __awskit_mark=$'\e[32m'$__awskit_mark$'\e[39m'
  if [[ -n ${AWSKIT_EXPIRES-} ]]; then
    \builtin local -i __awskit_minutes=$(((AWSKIT_EXPIRES - EPOCHSECONDS + 30) / 60))
    \builtin strftime -s __awskit_end %H:%M $AWSKIT_EXPIRES
    __awskit_until=" until $__awskit_end, $((__awskit_minutes / 60))h${(l:2::0:)$((__awskit_minutes % 60))}m left"
  fi
  \builtin print -ru2 -- "$__awskit_mark $AWSKIT_PROFILE$__awskit_until (live)"
}

function __awskit_env {
  # Before awskit is asked: it would take a code and say that all went well. Its help is not refused.
  [[ ${1-} == --help || ${1-} == -h ]] || __awskit_changeable __clearedVariables__ || __awskit_refuse || \builtin return
  \builtin local __awskit_snippet
  # At a Ctrl-C zsh goes on to the status that awskit ends with; the trap is local.
  [[ ! -o interactive ]] || \builtin trap : INT
  __awskit_snippet=$("$__awskit_launcher" env --shell zsh "$@") || \builtin return
  [[ -n $__awskit_snippet ]] || \builtin return 0
  if [[ $__awskit_snippet != __snippetStart__* ]]; then
    \builtin print -ru2 -- 'awskit: something other than awskit wrote to its output; nothing has changed.'
    \builtin return 1
  fi
  \builtin eval "$__awskit_snippet" || \builtin return
  __awskit_note_subshell
}

function __awskit_clear {
  case "$*" in
    '') \builtin set -- __clearedVariables__ ;;
    --all) \builtin set -- __clearedVariables__ __personalVariables__ ${(k)parameters[(I)__personalPrefix__*]} ;;
    *)
      \builtin print -ru2 -- 'clearaws takes the AWS variables out of this shell; clearaws --all also the endpoints, CA bundle and file paths.'
      [[ "$*" == --help || "$*" == -h ]] || \builtin return 2
      \builtin return 0
      ;;
  esac
  __awskit_changeable "$@" || __awskit_refuse || \builtin return
  \builtin unset -v "$@"
  __awskit_note_subshell
}

# What cannot change, or would change back with its function, is found before: in __awskit_name.
function __awskit_changeable {
  for __awskit_name in "$@"; do
    __awskit_type=${(Pt)__awskit_name}
    [[ $__awskit_type != *readonly* && $__awskit_type != *local* ]] || \builtin return 1
  done
}

function __awskit_refuse {
  if [[ $__awskit_type == *readonly* ]]; then
    \builtin print -rlu2 -- "awskit: $__awskit_name is readonly in this shell; nothing has changed." \
      '  Nothing can change or unset a readonly variable while its shell lives.' \
      "  Open a new shell; if it is readonly there too, look for $__awskit_name in your startup files."
  else
    \builtin print -rlu2 -- "awskit: $__awskit_name is local to the function that called; nothing has changed." \
      '  When that function ends, zsh brings the outer value back: old and new would be mixed.' \
      "  Take $__awskit_name out of its \"local\" line, or call from outside of that function."
  fi
  [[ -z ${AWSKIT_PROFILE-} ]] || \builtin print -ru2 -- "  This shell still works as $AWSKIT_PROFILE."
  \builtin return 1
}

# Whoever types (aws_env x) or aws_env x | cat may wonder; a script knows what it does.
function __awskit_note_subshell {
  if [[ -o interactive ]] && ((ZSH_SUBSHELL > 0)); then
    \builtin print -ru2 -- 'awskit: only this subshell has changed; the shell that you type in is as before.'
  fi
  \builtin return 0
}
