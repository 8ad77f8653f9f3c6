# The home folder, the link, the build, and what is refused.

setup_file() {
  load helper
  make_clone
}

setup() {
  load helper
  make_home
}

@test "a fresh install runs, and says what it did" {
  run install_sh --yes
  assert_success
  assert_line --regexp '^awskit [0-9.]+ is in ~/.local/share/awskit\.$'
  assert_line '~/.bashrc loads it from now on.'
  assert_line 'Open a new terminal, then: aws_env PROFILE'

  run at_home "$home/.local/bin/awskit" --version
  assert_success
  assert_output --regexp '^awskit [0-9.]+$'
  assert_equal "$(readlink "$installed/node")" "$(node -p process.execPath)"
  for part in dist/main.js shell/awskit.bash shell/awskit.zsh install.sh package.json LICENSE; do
    assert_same_bytes "$clone/$part" "$installed/$part"
  done
  assert_no_leftovers
  # The build was there already.
  assert_absent "$npm_calls"
}

@test "a second run changes no byte" {
  login_shell=/bin/zsh
  touch "$home/.bashrc"
  install_sh --yes
  contents_of "$home" >"$BATS_TEST_TMPDIR/once"
  run install_sh --yes
  assert_success
  assert_line '~/.bashrc loads it already.'
  contents_of "$home" >"$BATS_TEST_TMPDIR/twice"
  assert_same_bytes "$BATS_TEST_TMPDIR/once" "$BATS_TEST_TMPDIR/twice"
}

@test "a new install takes the place of the old one whole" {
  install_sh --yes
  echo old >"$installed/dist/chunk-of-old.js"
  run install_sh --yes
  assert_success
  assert_absent "$installed/dist/chunk-of-old.js"
  assert_no_leftovers
}

@test "it works without node in the PATH, with the Node of the install" {
  install_sh --yes
  run env -i HOME="$home" PATH=/nowhere /bin/sh -c '"$HOME/.local/bin/awskit" --version'
  # readlink, which the launcher needs, is not there either: go past the link.
  run env -i HOME="$home" PATH=/nowhere /bin/sh "$installed/shell/awskit" --version
  assert_success
}

@test "the folder: --prefix, AWSKIT_HOME, XDG_DATA_HOME" {
  settings=(XDG_DATA_HOME="$home/data")
  run install_sh --no-rc
  assert_success
  run test -x "$home/data/awskit/shell/awskit"
  assert_success

  settings=(AWSKIT_HOME="$home/kit" XDG_DATA_HOME=relative)
  run install_sh --no-rc
  assert_success
  run test -x "$home/kit/shell/awskit"
  assert_success

  cd "$home"
  run install_sh --no-rc --prefix=tools/kit/
  assert_success
  assert_equal "$(readlink "$home/.local/bin/awskit")" "$home/tools/kit/shell/awskit"
}

@test "a folder whose name needs quotes works in bash and zsh" {
  # Node itself cannot run what is below a folder with a backslash in its name.
  local odd="$home/it's a \"\$(touch gone)\" #100%25;&*? é folder"
  touch "$home/.zshrc"
  run install_sh --yes --prefix "$odd"
  assert_success
  cd "$home"
  for shell in bash zsh; do
    run at_home "$shell" -i -c 'aws_env --help && clearaws --help'
    assert_success
    assert_output --partial 'aws_env smce-veda'
  done
  assert_absent gone
  run install_sh --uninstall --prefix "$odd"
  assert_success
  assert_absent "$odd"
}

@test "an empty folder is taken; one with other things in it is not" {
  mkdir "$home/kit" "$home/mine"
  echo mine >"$home/mine/file"
  run install_sh --yes --prefix "$home/kit"
  assert_success

  contents_of "$home" >"$BATS_TEST_TMPDIR/before"
  for option in --yes --uninstall; do
    run install_sh "$option" --prefix "$home/mine"
    assert_failure 1
    assert_line '~/mine is not a folder of awskit, and was left alone.'
  done
  contents_of "$home" >"$BATS_TEST_TMPDIR/after"
  assert_same_bytes "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
}

@test "a clone is not taken for the folder of an install" {
  local other=$BATS_TEST_TMPDIR/clone
  copy_clone "$clone" "$other"
  for option in --yes --uninstall; do
    run install_sh "$option" --prefix "$other"
    assert_failure 1
    run test -f "$other/src/main.ts"
    assert_success
  done
}

@test "the folder may be a link to another place" {
  mkdir -p "$home/elsewhere" "$home/.local/share"
  ln -s "$home/elsewhere" "$installed"
  run install_sh --yes
  assert_success
  run test -L "$installed"
  assert_success
  run test -x "$home/elsewhere/shell/awskit"
  assert_success
}

@test "a command of that name that is not ours is left alone, and told" {
  mkdir -p "$home/.local/bin"
  echo theirs >"$home/.local/bin/awskit"
  run install_sh --yes
  assert_success
  assert_line '~/.local/bin/awskit is not awskit'"'"'s, and was left alone.'
  run install_sh --uninstall
  assert_success
  assert_equal "$(cat "$home/.local/bin/awskit")" theirs
}

@test "a link to an earlier folder is renewed" {
  install_sh --no-rc --prefix "$home/first"
  install_sh --no-rc --prefix "$home/second"
  assert_equal "$(readlink "$home/.local/bin/awskit")" "$home/second/shell/awskit"
}

@test "it is told when ~/.local/bin is not in the PATH, and only then" {
  run install_sh --no-rc
  assert_output --partial '~/.local/bin is not in your PATH'
  path="$tools:$home/.local/bin"
  run install_sh --no-rc
  refute_output --partial 'PATH'
}

@test "uninstall takes all of it, leaves the rest, and may be repeated" {
  mkdir -p "$home/.aws" "$home/.local/state/awskit" "$home/.local/state/other"
  echo mine | tee "$home/.aws/credentials" "$home/.local/state/other/file" >"$home/.bashrc"
  contents_of "$home" | grep -v 'state/awskit' >"$BATS_TEST_TMPDIR/before"
  install_sh --yes
  for from in "$installed" "$clone"; do
    run at_home sh "$from/install.sh" --uninstall
    assert_success
    rmdir "$home/.local/bin" "$home/.local/share"
    contents_of "$home" >"$BATS_TEST_TMPDIR/after"
    assert_same_bytes "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
    mkdir "$home/.local/bin" "$home/.local/share"
  done
}

@test "uninstall finds the folder of --prefix by itself" {
  install_sh --yes --prefix "$home/kit"
  run install_sh --uninstall
  assert_success
  assert_absent "$home/kit"
  assert_absent "$home/.local/bin/awskit"

  install_sh --yes --prefix "$home/kit"
  rm "$home/.local/bin/awskit"
  run at_home sh "$home/kit/install.sh" --uninstall
  assert_success
  assert_absent "$home/kit"
}

@test "uninstall needs no Node" {
  install_sh --yes
  make_tool node <<<'exit 127'
  run install_sh --uninstall
  assert_success
  assert_absent "$installed"
}

@test "the installed copy can put itself right" {
  install_sh --yes
  rm "$home/.bashrc"
  run at_home sh "$installed/install.sh" --yes
  assert_success
  assert_line '~/.bashrc loads it from now on.'
  run at_home "$installed/shell/awskit" --version
  assert_success
}

@test "a copy that fails leaves the old install working" {
  install_sh --yes
  contents_of "$home" >"$BATS_TEST_TMPDIR/before"
  make_tool cp <<<'echo "cp: no space left" >&2; exit 1'
  run install_sh --yes
  assert_failure 1
  assert_line --partial 'could not be copied'
  contents_of "$home" >"$BATS_TEST_TMPDIR/after"
  assert_same_bytes "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
  assert_no_leftovers
}

@test "a rename that fails leaves the old install working" {
  install_sh --yes
  contents_of "$home" >"$BATS_TEST_TMPDIR/before"
  # The old one is away by then.
  make_tool mv <<'END'
case $1 in *.new.*) exit 1 ;; esac
exec /bin/mv "$@"
END
  run install_sh --yes
  assert_failure 1
  contents_of "$home" >"$BATS_TEST_TMPDIR/after"
  assert_same_bytes "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
  assert_no_leftovers
}

@test "a signal while it copies leaves the old install working" {
  install_sh --yes
  contents_of "$home" >"$BATS_TEST_TMPDIR/before"
  for signal in HUP:129 INT:130 TERM:143; do
    make_tool cp <<<"kill -${signal%:*} \$PPID; exec /bin/cp \"\$@\""
    run install_sh --yes
    assert_failure "${signal#*:}"
    contents_of "$home" >"$BATS_TEST_TMPDIR/after"
    assert_same_bytes "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
    assert_no_leftovers
  done
}

@test "what does not run is not installed" {
  local other=$BATS_TEST_TMPDIR/clone
  copy_clone "$clone" "$other"
  echo 'throw new Error("broken")' >"$other/dist/main.js"
  install_sh --yes
  clone=$other run install_sh --yes
  assert_failure 1
  assert_line 'This awskit does not run.'
  run at_home "$installed/shell/awskit" --version
  assert_success
}

@test "it builds where a source is newer than the build, or the build is not there" {
  local other=$BATS_TEST_TMPDIR/clone
  copy_clone "$clone" "$other"
  touch "$other/src/main.ts"
  clone=$other run install_sh --no-rc
  assert_success
  assert_line 'Building awskit (once)…'
  assert_equal "$(cat "$npm_calls")" 'run build'

  clone=$other run install_sh --no-rc
  assert_success
  refute_output --partial Building

  rm -r "$other/dist"
  clone=$other run install_sh --no-rc
  assert_success
  assert_equal "$(grep -c '^run build$' "$npm_calls")" 2
}

@test "it fetches the packages where there are none; a failure shows why" {
  local other=$BATS_TEST_TMPDIR/clone
  copy_clone "$clone" "$other"
  rm "$other/node_modules"
  make_tool npm <<<'echo "$*" >>"$NPM_CALLS"; echo "npm error: no network" >&2; exit 1'
  clone=$other run install_sh --yes
  assert_failure 1
  assert_line 'npm error: no network'
  assert_line --partial '"npm ci --include=dev'
  assert_absent "$home/.local"
  assert_no_leftovers
}

@test "no Node, a Node that is too old, no npm: told with what to do" {
  make_tool node <<<'exit 127'
  run install_sh --yes
  assert_failure 1
  assert_line 'awskit needs Node.js 20.17 or later.'
  assert_line '  In the PATH there is: none'
  assert_line --partial 'https://nodejs.org'

  for version in 18.20.4 20.16.0; do
    make_tool node <<END
#!/bin/sh
[ "\$1" != --version ] || { echo "v$version"; exit; }
exec "$(node -p process.execPath)" --require "$BATS_TEST_TMPDIR/old.cjs" "\$@"
END
    echo "Object.defineProperty(process.versions, 'node', { value: '$version' })" >"$BATS_TEST_TMPDIR/old.cjs"
    run install_sh --yes
    assert_failure 1
    assert_line "  In the PATH there is: v$version"
  done

  local other=$BATS_TEST_TMPDIR/clone
  copy_clone "$clone" "$other"
  rm -r "$other/dist"
  only_these_tools node
  clone=$other run install_sh --yes
  assert_failure 1
  assert_line 'npm is needed to build awskit.'
  assert_absent "$home/.local"
}

@test "the Node that it asks for is the one of package.json" {
  run grep -F "$(node -p 'require(process.argv[1]).engines.node.slice(2)' "$clone/package.json")" \
    "$clone/install.sh"
  assert_success
}

@test "--help" {
  run install_sh --help
  assert_success
  for option in --prefix --yes --no-rc --uninstall --demo; do
    assert_output --partial "$option"
  done
  run find "$home" "$temp" -mindepth 1
  assert_output ''
}

@test "what it does not know is refused with status 2 and a hint" {
  for arguments in --wrong extra --prefix --prefix=; do
    run install_sh "$arguments"
    assert_failure 2
    assert_line '  ./install.sh --help shows what it takes.'
  done
  run install_sh --yes --wrong
  assert_failure 2
  assert_absent "$home/.local"
}

@test "shellcheck and shfmt have nothing to say" {
  run shellcheck "$repository/install.sh"
  assert_success
  run shfmt -i 2 -ci -d "$repository/install.sh"
  assert_success
}
