#!/usr/bin/env bats
# What the caller's shell may have: locals, readonly variables, odd options, a symlink, a subshell.

bats_require_minimum_version 1.5.0
load person

setup_file() { sandbox_starts; }
teardown_file() { sandbox_stops; }
setup() {
  person_arrives
  cd "$BATS_TEST_TMPDIR"
  "$root/shell/awskit" login smce-veda -q -m "$(fresh_code)"
}

# Both ways of a switch: with what is kept ready, and with awskit asked.
both_ways() {
  in_shell "$shell" "$1"
  assert_success
  find "$HOME/.local" -name "smce-veda.$shell" -delete
  in_shell "$shell" "$1"
}

refuses_readonly_before_it_asks() {
  both_ways 'export AWSKIT_PROFILE=old; readonly AWS_REGION=x; env | sort >before
    aws_env smce-veda; echo $?; env | sort | diff before -'
  assert_success
  assert_output 1
  assert_equal "$(echo "$stderr" | head -n 1)" 'awskit: AWS_REGION is readonly in this shell; nothing has changed.'
  echo "$stderr" | grep -q 'This shell still works as old.'
  refute [ "$(echo "$stderr" | grep -c 'kept session')" != 0 ]
}

helps_where_a_variable_is_readonly() {
  in_shell "$shell" 'readonly AWS_REGION=x; aws_env --help'
  assert_success
}

clears_nothing_where_one_is_readonly() {
  local value
  for value in '' =x; do
    in_shell "$shell" "export AWS_PROFILE=p; typeset -r AWS_REGION$value; clearaws; echo \$? \$AWS_PROFILE; clearaws --all; echo \$? \$AWS_PROFILE; echo reached"
    assert_success
    assert_output "$(printf '1 p\n1 p\nreached')"
    echo "$stderr" | grep -q 'AWS_REGION is readonly in this shell; nothing has changed'
  done
  in_shell "$shell" 'export AWS_PROFILE=p; readonly AWS_CA_BUNDLE=x; clearaws --all; echo $? $AWS_PROFILE; clearaws; echo $? $AWS_PROFILE'
  assert_output "$(printf '1 p\n0')"
}

clearaws_takes_one_argument() {
  in_shell "$shell" 'export AWS_PROFILE=p; clearaws --all junk; echo $? $AWS_PROFILE; clearaws junk; echo $? $AWS_PROFILE; clearaws --help; echo $? $AWS_PROFILE'
  assert_output "$(printf '2 p\n2 p\n0 p')"
}

heeds_locals_of_the_caller() {
  local switch='export AWS_PROFILE=outer AWS_SECRET_ACCESS_KEY=outer
    f() { local AWS_PROFILE=in AWS_REGION; aws_env smce-veda; echo $?; }; g() { local AWS_PROFILE=between; f; }
    g; env | grep -E "^AWS_(PROFILE|SECRET_ACCESS_KEY|SESSION_TOKEN)" | cut -c 1-32 | sort'
  local clear='export AWS_SECRET_ACCESS_KEY=outer
    g() { local AWS_SECRET_ACCESS_KEY=in; clearaws; echo $?; }; g; env | grep AWS_ | sort'
  both_ways "$switch"
  if [ "$shell" = bash ]; then
    assert_line --index 0 0
    refute_line --partial outer
    assert_line --partial AWS_SESSION_TOKEN=
    in_shell bash "$clear"
    assert_output 0
  else
    assert_output "$(printf '1\nAWS_PROFILE=outer\nAWS_SECRET_ACCESS_KEY=outer')"
    echo "$stderr" | grep -q 'AWS_PROFILE is local to the function that called; nothing has changed'
    in_shell zsh "$clear"
    assert_output "$(printf '1\nAWS_SECRET_ACCESS_KEY=outer')"
  fi
}

is_found_through_symlinks() {
  mkdir -p folder
  ln -s "$root/shell/awskit.$shell" "folder/first"
  ln -s first folder/second
  ln -s folder/second third
  run --separate-stderr "$shell" -c '. ./third; cd /; aws_env plain && echo $AWSKIT_PROFILE ${__awskit_link-gone}'
  assert_success
  assert_output 'plain gone'
}

loads_from_any_path_under_any_options() {
  local odd='a b*[c]?$(id)' options='set -u' option
  mkdir -p "$odd"
  cp -R "$root/shell" "$odd/"
  ln -s "$root/dist" "$odd/dist"
  [ "$shell" = bash ] && options='set -eu|set -k|set -o posix|shopt -s nocasematch|set +B|IFS=A|set -f'
  [ "$shell" = zsh ] && options='setopt ignorebraces|setopt ignoreclosebraces|emulate sh|emulate ksh|setopt shwordsplit globsubst|setopt noshortloops shglob ksharrays nounset errexit'
  while IFS= read -r -d '|' option; do
    run --separate-stderr "$shell" -c "$option; . \"./\$1/shell/awskit.$shell\"; unset AWS_REGION; aws_env smce-veda; clearaws; aws_env smce-veda; echo \"\$AWS_REGION\"" - "$odd"
    assert_equal "$option: $output" "$option: us-west-2"
    assert_equal "$(echo "$stderr" | grep -c 'until')" 2
  done <<<"$options|"
}

works_under_options_that_bend_words() {
  [ "$shell" = bash ] || skip 'bash has these'
  local prelude
  for prelude in 'set -k' 'shopt -s nocasematch' 'shopt -s localvar_inherit localvar_unset; declare -i snippet=1 status=1'; do
    bash -c "${prelude%%;*}" 2>/dev/null || continue
    both_ways "$prelude; (shopt; set -o; echo \$-) >before
      f() { local AWS_REGION=in; aws_env smce-veda -q; }; f; aws_env smce-veda
      (shopt; set -o; echo \$-) | diff before -; echo \$AWS_REGION; clearaws; (shopt; set -o; echo \$-) | diff before -; echo \${AWS_REGION-none}"
    assert_success
    assert_output "$(printf 'us-west-2\nnone')"
    refute [ "$(echo "$stderr" | grep -c 'error')" != 0 ]
  done
}

shares_no_names_with_the_caller() {
  both_ways 'typeset -i snippet=1 until=1
    readonly code=1 name=1 snippet before=1 now=1 mark=1 end=1 until minutes=1 config=1 credentials=1 state=1 settings=1 ready=1 own_settings=1
    [ -n "${ZSH_VERSION-}" ] || readonly status=1 options=1
    aws_env smce-veda && echo $AWS_REGION $now; clearaws; echo ${AWS_REGION-none}'
  assert_success
  assert_output "$(printf 'us-west-2 1\nnone')"
}

keeps_names_with_spaces() {
  in_shell "$shell" 'AWSKIT_PROFILE="Log Archive"; aws_env smce-veda; aws_env -; echo $?'
  assert_output 2
  echo "$stderr" | grep -q 'Log Archive'
}

says_that_a_subshell_changes_alone() {
  local only='only this subshell has changed'
  in_shell "$shell" '(aws_env smce-veda); aws_env smce-veda | cat; (clearaws); aws_env smce-veda; clearaws; (aws_env --help)' -i
  assert_equal "$(echo "$stderr" | grep -c "$only")" 3
  in_shell "$shell" '(aws_env smce-veda); (clearaws)'
  assert_success
  assert_equal "$(echo "$stderr" | grep -c "$only")" 0
}

works_without_standard_error() {
  in_shell "$shell" 'aws_env smce-veda -q 2>&-; echo $? $AWS_REGION; clearaws 2>&-; echo $? $AWS_REGION
    __awskit_launcher=/nowhere; aws_env smce-veda 2>&-; echo $? $AWS_REGION'
  assert_success
  assert_output "$(printf '0 us-west-2\n0\n0 us-west-2')"
}

leaves_all_as_found_at_ctrl_c() {
  curl -sf -d '{"answer":"silence","times":1}' "$url/_sandbox/trouble"
  local plain='--norc --noprofile'
  [ "$shell" = zsh ] && plain=-f
  # ${x} keeps what is typed from being what is waited for.
  run python3 "$root/test/install/on_terminal.py" \
    'go>' ". '$root/shell/awskit.$shell'; set -uE; trap 'echo mine' INT; before=\$-; x=; echo read\${x}y"$'\r' \
    ready "(sleep 2; echo no\${x}w >/dev/tty) & aws_env smce-veda --force -m $(fresh_code)"$'\r' \
    now '^C' \
    'Given up' "trap >traps; [[ \$- == \$before ]] && grep -q mine traps && echo as be\${x}fore"$'\r' \
    'as before' $'exit 0\r' \
    -- env PS1="go> " "$shell" $plain -i
  assert_success
  assert_output --partial 'as before'
}

for_each_shell 'a readonly variable is refused before awskit is asked' refuses_readonly_before_it_asks
for_each_shell 'help is not refused where a variable is readonly' helps_where_a_variable_is_readonly
for_each_shell 'clearaws takes nothing where a variable is readonly' clears_nothing_where_one_is_readonly
for_each_shell 'clearaws takes one argument' clearaws_takes_one_argument
for_each_shell 'locals of the caller hide nothing that stays' heeds_locals_of_the_caller
for_each_shell 'the launcher is found through symlinks' is_found_through_symlinks
for_each_shell 'it loads from any path, under any options' loads_from_any_path_under_any_options
for_each_shell 'options that bend words bend none, and are left as found' works_under_options_that_bend_words
for_each_shell 'readonly variables and attributes of the caller do not matter' shares_no_names_with_the_caller
for_each_shell 'aws_env - keeps names with spaces' keeps_names_with_spaces
for_each_shell 'an interactive subshell is told that it changes alone' says_that_a_subshell_changes_alone
for_each_shell 'it works with standard error closed' works_without_standard_error
for_each_shell 'Ctrl-C leaves options and traps as found' leaves_all_as_found_at_ctrl_c
