#!/usr/bin/env bats
# aws_env and clearaws in real shells, under the options and aliases that people have.

bats_require_minimum_version 1.5.0
load person

setup_file() { sandbox_starts; }
teardown_file() { sandbox_stops; }
setup() {
  person_arrives
  cd "$BATS_TEST_TMPDIR"
}

show='env | grep -E "^AWS" | sort | cut -d= -f1 | tr "\n" " "'
names='AWSKIT_EXPIRES AWSKIT_PROFILE AWS_ACCESS_KEY_ID AWS_CREDENTIAL_EXPIRATION AWS_DEFAULT_OUTPUT AWS_DEFAULT_REGION AWS_REGION AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN '

switches() {
  in_shell "$shell" "aws_env smce-veda -m \$code; $show"
  assert_success
  assert_output "$names"
}

clears() {
  in_shell "$shell" "aws_env smce-veda -m \$code -q && clearaws; env | grep ^AWS"
  assert_failure 1
  assert_output ''
}

clears_a_lot() {
  in_shell "$shell" "export AWS_CONFIG_FILE=x AWS_CA_BUNDLE=y AWS_ENDPOINT_URL=z AWS_ENDPOINT_URL_STS=z AWS_PROFILE=q
    clearaws; env | grep ^AWS | sort; clearaws --all; env | grep ^AWS || echo none"
  assert_success
  assert_output 'AWS_CA_BUNDLE=y
AWS_CONFIG_FILE=x
AWS_ENDPOINT_URL=z
AWS_ENDPOINT_URL_STS=z
none'
}

refuses_unknown_arguments_of_clearaws() {
  in_shell "$shell" "export AWS_PROFILE=x; clearaws --al; echo \$? \$AWS_PROFILE"
  assert_output '2 x'
}

leaves_all_on_failure() {
  in_shell "$shell" "export AWS_PROFILE=before AWS_REGION=there AWSKIT_PROFILE=before
    env | sort >before; aws_env smce-veda -m 000000; echo \$?; env | sort | diff before -"
  assert_success
  assert_output 3
}

passes_the_status_on() {
  in_shell "$shell" "aws_env nowhere; echo \$?; clearaws; echo \$?"
  assert_output "$(printf '2\n0')"
}

works_under_strict_options() {
  in_shell "$shell" "set -eu -o pipefail; IFS=A; set -f -C
    aws_env smce-veda -m \$code; set +f; unset IFS; $show; clearaws; env | grep ^AWS || echo none"
  assert_success
  assert_output "${names}none"
}

fails_once_under_strict_options() {
  in_shell "$shell" "set -eu -o pipefail; aws_env nowhere || echo failed; aws_env nowhere; echo not reached"
  assert_failure 2
  assert_output failed
}

leaves_the_options_as_found() {
  local state='set -o; case $- in *x*) echo xtrace;; esac'
  [ "$shell" = zsh ] && state='setopt'
  in_shell "$shell" "set -u; ($state) >before; aws_env smce-veda -m \$code -q; ($state) | diff before -; clearaws; ($state) | diff before -"
  assert_success
  assert_output ''
}

is_immune_to_aliases() {
  local prelude=''
  [ "$shell" = bash ] && prelude='shopt -s expand_aliases'
  local word aliases=''
  for word in export unset cd source eval local return set builtin command printf print typeset trap emulate setopt env; do
    aliases="$aliases
alias $word='echo aliased; false'"
  done
  code=$(fresh_code)
  export code
  printf '%s\n' "$prelude$aliases" ". '$root/shell/awskit.$shell'" \
    "aws_env smce-veda -m \$code" "/usr/bin/env | grep -c ^AWS" "clearaws" "/usr/bin/env | grep -c ^AWS" >script
  sed -i.old "s/^\. /\\\\. /" script
  run --separate-stderr "$shell" script
  assert_output "$(printf '9\n0')"
}

shows_no_secret_when_traced() {
  in_shell "$shell" "set -xv; aws_env smce-veda -m \$code; aws_env smce-veda; set +xv
    { echo \"\$AWS_SECRET_ACCESS_KEY\"; echo \"\$AWS_SESSION_TOKEN\"; } >secrets 2>/dev/null"
  assert_success
  assert_equal "$(wc -l <secrets | tr -d ' ')" 2
  printf '%s\n' "$output" "$stderr" >shown
  run grep -F -f secrets shown
  assert_failure 1
}

goes_on_tracing() {
  in_shell "$shell" 'set -x; aws_env smce-veda -m $code; : after'
  echo "$stderr" | grep -q ': after'
}

tells_no_debug_trap_a_secret() {
  local trap='set -T; trap '\''echo "$BASH_COMMAND" >>trapped'\'' DEBUG'
  [ "$shell" = zsh ] && trap='trap '\''print -r -- "$ZSH_DEBUG_CMD" >>trapped'\'' DEBUG'
  in_shell "$shell" "$trap
    aws_env smce-veda -m \$code; : after; trap - DEBUG; echo \"\$AWS_SECRET_ACCESS_KEY\" >secret"
  assert_success
  run cat trapped
  assert_output --partial ': after'
  run grep -F -f secret trapped
  assert_failure 1
}

leaves_no_secret_in_other_variables() {
  in_shell "$shell" "aws_env smce-veda -m \$code -q; s=\$AWS_SECRET_ACCESS_KEY; clearaws; set | grep -F \"\$s\" | grep -v '^s='"
  assert_failure 1
}

passes_names_with_spaces_on() {
  in_shell "$shell" 'aws_env "Log Archive \$(touch pwned) \`id\`"; echo $?'
  assert_output 2
  [ ! -e pwned ]
  echo "$stderr" | grep -qF 'no profile "Log Archive $(touch pwned) `id`"'
}

changes_nothing_when_a_variable_is_readonly() {
  in_shell "$shell" "readonly AWS_SESSION_TOKEN=mine; env | sort >before; aws_env smce-veda -m \$code; echo \$?; env | sort | diff before -"
  assert_output 1
  echo "$stderr" | grep -q 'AWS_SESSION_TOKEN is readonly'
}

overrides_attributes_of_variables() {
  in_shell "$shell" "typeset -u AWS_SECRET_ACCESS_KEY; typeset -i AWS_ACCESS_KEY_ID
    aws_env smce-veda -m \$code -q; aws_env smce-veda -q; [ \${#AWS_ACCESS_KEY_ID} = 20 ] && env | grep ^AWS_SECRET_ACCESS_KEY | grep -q '[a-z]'"
  assert_success
}

works_from_any_folder() {
  in_shell "$shell" "cd /; aws_env smce-veda -m \$code; $show"
  assert_output "$names"
}

runs_nothing_that_is_not_its_own() {
  mkdir -p fake
  cp "$root/shell/awskit.$shell" fake/
  printf '#!/bin/sh\necho "touch ran"\n' >fake/awskit
  chmod +x fake/awskit
  run --separate-stderr "$shell" -c ". ./fake/awskit.$shell; aws_env smce-veda"
  assert_failure 1
  [ ! -e ran ]
  echo "$stderr" | grep -q 'nothing has changed'
}

helps() {
  in_shell "$shell" "aws_env --help; echo \$?; env | grep ^AWS"
  assert_output 0
  echo "$stderr" | grep -q 'Usage: awskit env'
}

loads_without_a_word() {
  in_shell "$shell" 'true'
  assert_success
  assert_output ''
  assert_equal "$stderr" ''
}

says_when_it_is_executed() {
  run --separate-stderr "$shell" "$root/shell/awskit.$shell"
  assert_failure 2
  assert_output ''
  echo "$stderr" | grep -q 'Source the file instead'
}

works_in_posix_mode() {
  local mode='set -o posix'
  [ "$shell" = zsh ] && mode='emulate sh'
  in_shell "$shell" "$mode; aws_env smce-veda -m \$code; $show"
  assert_output "$names"
}

for_each_shell 'a switch exports the session' switches
for_each_shell 'clearaws leaves nothing (R2.16)' clears
for_each_shell 'clearaws --all takes the person’s own settings too' clears_a_lot
for_each_shell 'clearaws refuses what it does not know' refuses_unknown_arguments_of_clearaws
for_each_shell 'a failure leaves the environment as it was' leaves_all_on_failure
for_each_shell 'the status is passed on' passes_the_status_on
for_each_shell 'works under set -eu -o pipefail, noglob, noclobber, a changed IFS' works_under_strict_options
for_each_shell 'a failure ends a set -e shell, and only where it is not handled' fails_once_under_strict_options
for_each_shell 'options are left as found' leaves_the_options_as_found
for_each_shell 'aliases of builtins change nothing' is_immune_to_aliases
for_each_shell 'xtrace and verbose show no secret' shows_no_secret_when_traced
for_each_shell 'xtrace goes on behind it' goes_on_tracing
for_each_shell 'a DEBUG trap is told no secret' tells_no_debug_trap_a_secret
for_each_shell 'no secret stays in a shell variable' leaves_no_secret_in_other_variables
for_each_shell 'names with spaces and quotes arrive whole' passes_names_with_spaces_on
for_each_shell 'a readonly variable stops it before anything changes' changes_nothing_when_a_variable_is_readonly
for_each_shell 'attributes of old variables do not bend the new' overrides_attributes_of_variables
for_each_shell 'the launcher is found from any folder' works_from_any_folder
for_each_shell 'foreign output is not run' runs_nothing_that_is_not_its_own
for_each_shell 'aws_env --help is shown and run by nobody' helps
for_each_shell 'sourcing says nothing' loads_without_a_word
for_each_shell 'works in posix mode' works_in_posix_mode
for_each_shell 'the file says so when it is executed (R1.1)' says_when_it_is_executed
