#!/usr/bin/env bats
# A switch to a session that lives starts nothing; anything that may have changed asks awskit again.

bats_require_minimum_version 1.5.0
load person

setup_file() { sandbox_starts; }
teardown_file() { sandbox_stops; }
setup() {
  person_arrives
  cd "$BATS_TEST_TMPDIR"
  "$root/shell/awskit" login smce-veda -q -m "$(fresh_code)"
  "$root/shell/awskit" login plain -q
}

starts_no_process() {
  command -v strace >/dev/null || skip 'strace is not here'
  cat >switch <<END
. '$root/shell/awskit.$shell'
: begin >begin
aws_env smce-veda
clearaws
aws_env plain
aws_env -
END
  strace -f -o trace -e trace=process,openat "$shell" switch 2>shown
  run sed -n '/begin/,$p' trace
  assert_output --partial smce-veda
  refute_output --regexp 'clone|fork|execve'
  assert_equal "$(grep -c live shown)" 3
}

sets_what_a_slow_switch_sets() {
  local show='env | grep -E "^AWS" | sort'
  in_shell "$shell" "aws_env smce-veda -q; $show >slow; clearaws; aws_env smce-veda; $show | diff slow -"
  assert_success
  assert_output ''
  echo "$stderr" | grep -q '(live)'
}

asks_again_after_an_edit() {
  printf '\n[profile other]\n' >>"$HOME/.aws/config"
  in_shell "$shell" 'aws_env smce-veda; aws_env smce-veda'
  assert_success
  assert_equal "$(echo "$stderr" | grep -c 'kept session')" 1
  assert_equal "$(echo "$stderr" | grep -c '(live)')" 1
}

asks_again_after_a_change_of_settings() {
  mkdir -p "$HOME/.config/awskit"
  printf '[defaults]\nexport = profile\n' >"$HOME/.config/awskit/config.ini"
  in_shell "$shell" 'aws_env smce-veda; echo "$AWS_PROFILE ${AWS_ACCESS_KEY_ID-none}"; clearaws; aws_env smce-veda; echo "$AWS_PROFILE"'
  assert_output "smce-veda-mfasession none
smce-veda-mfasession"
}

asks_again_when_a_setting_stands_in_the_environment() {
  in_shell "$shell" 'export AWSKIT_EXPORT=profile; aws_env smce-veda; echo "$AWS_PROFILE"; unset AWSKIT_EXPORT; aws_env smce-veda; echo "${AWS_PROFILE-none}"'
  assert_output "smce-veda-mfasession
none"
}

asks_again_when_the_time_is_over() {
  find "$HOME/.local" -name "smce-veda.$shell" -exec sed -i.old -E 's/(now|EPOCHSECONDS) < [0-9]+/\1 < 1000/' {} +
  in_shell "$shell" 'aws_env smce-veda'
  assert_success
  echo "$stderr" | grep -q 'kept session'
}

does_not_take_other_files_for_these() {
  mkdir other
  sed 's/us-west-2/eu-west-1/' "$HOME/.aws/config" >other/config
  in_shell "$shell" "export AWS_CONFIG_FILE=$PWD/other/config; aws_env smce-veda; echo \$AWS_REGION; unset AWS_CONFIG_FILE; aws_env smce-veda; echo \$AWS_REGION"
  assert_output "eu-west-1
us-west-2"
}

goes_back_and_forth() {
  in_shell "$shell" 'set -eu; aws_env smce-veda; aws_env plain; aws_env -; echo $AWSKIT_PROFILE; aws_env -; echo $AWSKIT_PROFILE; clearaws; aws_env -; echo $AWSKIT_PROFILE'
  assert_output "smce-veda
plain
plain"
}

has_nothing_to_go_back_to() {
  in_shell "$shell" 'aws_env -; echo $?'
  assert_output 2
  echo "$stderr" | grep -q 'No profile is named'
}

shows_no_secret_when_traced() {
  in_shell "$shell" "set -xv; aws_env smce-veda; set +xv; echo \"\$AWS_SECRET_ACCESS_KEY\" >secret"
  assert_success
  printf '%s\n' "$output" "$stderr" >shown
  run grep -F -f secret shown
  assert_failure 1
}

survives_strict_options() {
  in_shell "$shell" "set -eu -o pipefail; IFS=A; set -f -C; aws_env smce-veda; echo reached"
  assert_success
  assert_output reached
}

for_each_shell 'a live switch, clearaws and aws_env - start no process' starts_no_process
for_each_shell 'a live switch sets what a slow one sets' sets_what_a_slow_switch_sets
for_each_shell 'after an edit of the AWS files awskit is asked' asks_again_after_an_edit
for_each_shell 'after a change of settings awskit is asked; --export profile (R2.14)' asks_again_after_a_change_of_settings
for_each_shell 'settings in the environment are heeded' asks_again_when_a_setting_stands_in_the_environment
for_each_shell 'when its time is over awskit is asked' asks_again_when_the_time_is_over
for_each_shell 'the same profile in other files is another' does_not_take_other_files_for_these
for_each_shell 'aws_env - takes the one before, also after clearaws (R4.9)' goes_back_and_forth
for_each_shell 'aws_env - without one before is told' has_nothing_to_go_back_to
for_each_shell 'a live switch shows no secret when traced' shows_no_secret_when_traced
for_each_shell 'a live switch works under strict options' survives_strict_options
