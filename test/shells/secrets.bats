#!/usr/bin/env bats
# Secrets go where they were asked to go, nowhere else.

bats_require_minimum_version 1.5.0
load person

setup_file() { sandbox_starts; }
teardown_file() { sandbox_stops; }
setup() {
  person_arrives
  cd "$BATS_TEST_TMPDIR"
}

are_in_no_argument() {
  command -v strace >/dev/null || skip 'strace is not here'
  code=$(fresh_code)
  export code
  printf '%s\n' ". '$root/shell/awskit.$shell'" 'aws_env smce-veda -m $code' \
    'printf "%s\n" "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN" >secrets' >switch
  strace -f -o trace -e trace=execve -s 10000 "$shell" switch
  sed -n 's/^aws_secret_access_key = //p' "$HOME/.aws/credentials" >>secrets
  assert_equal "$(grep -c . secrets)" 6
  grep -q 'execve.*main.js' trace
  run grep -F -f secrets trace
  assert_failure 1
}

are_in_no_file_that_others_can_read() {
  umask 000
  in_shell "$shell" 'aws_env smce-veda -m $code; aws_env smce-veda'
  assert_success
  run find "$HOME" -type f -perm /077
  assert_output ''
  run find "$HOME/.local/state" "$HOME/.aws/backups" -type d -perm /077
  assert_output ''
}

are_in_no_output_but_the_snippet() {
  "$root/shell/awskit" env smce-veda --shell "$shell" -m "$(fresh_code)" --debug >snippet 2>shown
  grep -E '(SECRET_ACCESS_KEY|SESSION_TOKEN)=' snippet | sed "s/.*='//; s/'.*//" >secrets
  assert_equal "$(grep -c . secrets)" 2
  run grep -F -f secrets shown
  assert_failure 1
}

for_each_shell 'no secret is an argument of a process' are_in_no_argument
for_each_shell 'no secret is in a file that others can read, whatever the umask' are_in_no_file_that_others_can_read
for_each_shell 'no secret is in an output but the snippet' are_in_no_output_but_the_snippet
