# ./install.sh --demo: it shows the main job, checks each step, and leaves nothing behind.

setup_file() {
  load helper
  make_clone
}

setup() {
  load helper
  make_home
}

# What a failed test has left.
teardown() {
  # shellcheck disable=SC2046
  set -- $(processes_of_demo | awk '{ print $1 }')
  [[ $# == 0 ]] || kill -9 "$@"
}

# The processes of the demo: all of them have its folder in their command line.
processes_of_demo() {
  ps -A -ww -o pid,args | grep -F "$temp/awskit-install" | grep -v grep
}

assert_nothing_is_left() {
  run find "$home" "$temp" -mindepth 1
  assert_output ''
  run processes_of_demo
  assert_output ''
}

# In a copy of the clone: what is on standard input comes before the launcher's own lines.
break_launcher() {
  copy_clone "$clone" "$BATS_TEST_TMPDIR/clone"
  { echo '#!/bin/sh' && cat && cat "$clone/shell/awskit"; } >"$BATS_TEST_TMPDIR/clone/shell/awskit"
  clone=$BATS_TEST_TMPDIR/clone
}

# In a copy of the clone: what is on standard input comes after the functions of bash.
break_functions() {
  copy_clone "$clone" "$BATS_TEST_TMPDIR/clone"
  clone=$BATS_TEST_TMPDIR/clone
  {
    echo 'eval "real_$(declare -f aws_env)"'
    cat
  } >>"$clone/shell/awskit.bash"
}

# An AWS CLI that asks the sandbox nothing, and does what is on standard input.
make_aws_cli() {
  make_tool aws <<END
#!/bin/sh
[ "\$1" != --version ] || exit 0
$(cat)
END
}

@test "it works without a terminal, and leaves nothing behind" {
  run install_sh --demo
  assert_success
  assert_output --partial '$ ./install.sh --yes'
  assert_line --regexp '^\$ aws_env smce-veda -m [0-9]{6}$'
  assert_line --partial '$ node whoami.mjs http://127.0.0.1:'
  assert_line 'arn:aws:iam::123456789012:user/science/smce-veda'
  assert_line '$ aws_env smce-veda'
  assert_line '$ clearaws'
  assert_line '$ env | grep ^AWS'
  assert_line '(nothing is left)'
  assert_line 'It works. What to do now:'
  assert_line --partial '  ./install.sh'
  assert_line --partial '  aws_env PROFILE'
  assert_nothing_is_left
}

@test "it shows no secret" {
  run install_sh --demo
  assert_success
  refute_output --regexp '(AKIA|ASIA)[A-Z0-9]{8}'
  refute_output --regexp '[A-Za-z0-9+/=]{40}'
  refute_output --regexp '[Ss]ecret'
}

@test "nothing of the person's environment comes in" {
  # Each of these would make a step fail, or be left at the end.
  settings=(
    AWS_PROFILE=other AWS_ACCESS_KEY_ID=AKIAOTHER AWS_SECRET_ACCESS_KEY=other AWS_REGION=other
    AWS_CONFIG_FILE=/nowhere AWS_SHARED_CREDENTIALS_FILE=/nowhere AWS_CA_BUNDLE=/nowhere
    AWS_ENDPOINT_URL=http://127.0.0.1:9 AWS_OTHER=other AWSKIT_HOME="$home/other"
    AWSKIT_PROFILE=other XDG_DATA_HOME="$home/data" XDG_STATE_HOME="$home/state"
    HTTP_PROXY=http://127.0.0.1:9 http_proxy=http://127.0.0.1:9 ZDOTDIR="$home"
    BASH_ENV="$BATS_TEST_TMPDIR/loud" ENV="$BATS_TEST_TMPDIR/loud"
  )
  echo 'export AWS_LOUD=1' >"$BATS_TEST_TMPDIR/loud"
  run install_sh --demo
  assert_success
  assert_line '(nothing is left)'
  assert_nothing_is_left
}

@test "it leaves the person's own install, rc files and AWS files alone" {
  install_sh --yes
  mkdir "$home/.aws"
  printf '[smce-veda]\n' | tee "$home/.aws/config" >"$home/.aws/credentials"
  contents_of "$home" >"$BATS_TEST_TMPDIR/before"
  run install_sh --demo
  assert_success
  contents_of "$home" >"$BATS_TEST_TMPDIR/after"
  assert_same_bytes "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
}

@test "it asks the AWS CLI too where there is one that runs, with the environment alone" {
  make_aws_cli <<END
[ -n "\$AWS_SESSION_TOKEN" ] || exit 1
echo "\$*" >"$BATS_TEST_TMPDIR/called"
# While it runs the sandbox does: this is what assert_nothing_is_left looks for.
ps -A -ww -o args >"$BATS_TEST_TMPDIR/processes"
echo arn:aws:iam::123456789012:user/science/smce-veda
END
  run install_sh --demo
  assert_success
  assert_line --partial '$ aws sts get-caller-identity'
  run cat "$BATS_TEST_TMPDIR/called"
  assert_output --regexp '^sts get-caller-identity .*--endpoint-url http://127\.0\.0\.1:[0-9]+$'
  run cat "$BATS_TEST_TMPDIR/processes"
  assert_line --regexp "$temp/awskit-install.*/main.js sandbox\$"
  assert_nothing_is_left

  make_tool aws <<<'exit 127'
  run install_sh --demo
  assert_success
  refute_output --partial '$ aws sts'
  assert_line --partial 'No AWS CLI is installed'
}

@test "the real AWS CLI, where there is one" {
  command -v aws >/dev/null || skip 'there is none'
  run install_sh --demo
  assert_success
  assert_equal "$(grep -c '^arn:aws:iam::123456789012:user/science/smce-veda$' <<<"$output")" 2
}

@test "it fails when a client has another identity, or none" {
  make_aws_cli <<<'echo arn:aws:iam::123456789012:user/other'
  run install_sh --demo
  assert_failure 1
  assert_line 'That is not the ARN of smce-veda.'
  assert_nothing_is_left
  make_aws_cli <<<'exit 254'
  run install_sh --demo
  assert_failure 1
  assert_line 'That client cannot work with what aws_env has set.'
  refute_line 'It works. What to do now:'
  assert_nothing_is_left
}

@test "it fails when awskit does not run" {
  break_launcher <<<'exit 7'
  run install_sh --demo
  assert_failure 1
  assert_line 'This awskit does not run.'
  assert_nothing_is_left
}

@test "it fails when aws_env fails" {
  break_launcher <<<'[ "$1" != env ] || exit 7'
  run install_sh --demo
  assert_failure 1
  assert_line 'aws_env failed.'
  assert_nothing_is_left
}

@test "it fails when aws_env sets nothing" {
  break_functions <<<'aws_env() { :; }'
  run install_sh --demo
  assert_failure 1
  assert_line 'aws_env did not set all the variables of a session.'
  assert_nothing_is_left
}

@test "it fails when the credentials are wrong" {
  break_functions <<<'aws_env() { real_aws_env "$@" && AWS_SECRET_ACCESS_KEY=wrong; }'
  make_tool aws <<<'exit 127'
  run install_sh --demo
  assert_failure 1
  assert_line 'That client cannot work with what aws_env has set.'
  assert_nothing_is_left
}

@test "it fails when the kept session is not used again" {
  # The first call is the one with a code.
  break_functions <<<'aws_env() { real_aws_env "$@" && [[ $# != 1 ]] || AWS_ACCESS_KEY_ID=other; }'
  run install_sh --demo
  assert_failure 1
  assert_line 'The kept session was not used again.'
  assert_nothing_is_left
}

@test "it fails when clearaws leaves a variable, and does not show its value" {
  break_functions <<<'clearaws() { unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY; }'
  run install_sh --demo
  assert_failure 1
  assert_line 'AWS_SESSION_TOKEN=…'
  assert_line 'clearaws left these variables.'
  assert_nothing_is_left
}

@test "it fails, with what was said, when the sandbox does not start" {
  break_launcher <<<'[ "$*" != sandbox ] || { echo "no port" >&2; exit 7; }'
  run install_sh --demo
  assert_failure 1
  assert_line 'no port'
  assert_line 'The sandbox did not start.'
  assert_nothing_is_left
}

@test "Ctrl-C: status 130, nothing left" {
  # It goes on until the signal: nothing is written into the pipe.
  mkfifo "$BATS_TEST_TMPDIR/never"
  make_aws_cli <<END
echo 'aws is at work' >/dev/tty
exec cat <>"$BATS_TEST_TMPDIR/never"
END
  run install_on_terminal 'aws is at work' '^C' -- --demo
  assert_failure 130
  refute_line 'It works. What to do now:'
  assert_nothing_is_left
}

@test "on a terminal it looks the same" {
  settings=(TERM=xterm)
  run install_on_terminal -- --demo
  assert_success
  assert_line --partial $'\x1b[1m$ clearaws'
  assert_line '(nothing is left)'
  assert_nothing_is_left
}

@test "it needs a clone, and bash, and says so" {
  install_sh --no-rc
  run at_home sh "$installed/install.sh" --demo
  assert_failure 1
  assert_line 'The demo runs in a clone of awskit.'
  install_sh --uninstall

  only_these_tools node
  run install_sh --demo
  assert_failure 1
  assert_line 'The demo needs bash.'
}
