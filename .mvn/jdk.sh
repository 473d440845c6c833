# Sourced by mvnw, homeostat and .ci/run: exports JAVA_HOME of a JDK 25 or ends with one clear message.
# Looks at JAVA_HOME, then javac on the PATH, then the usual places of Linux, macOS and SDKMAN.
_jdk_is_25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}
_jdk_find() {
  if [ -n "${JAVA_HOME:-}" ] && _jdk_is_25 "$JAVA_HOME"; then return 0; fi
  _jdk_on_path=$(command -v javac || true)
  if [ -n "$_jdk_on_path" ]; then
    _jdk_on_path=$(readlink -f "$_jdk_on_path" 2>/dev/null || echo "$_jdk_on_path")
    _jdk_dir=$(dirname "$(dirname "$_jdk_on_path")")
    if _jdk_is_25 "$_jdk_dir"; then JAVA_HOME=$_jdk_dir; return 0; fi
  fi
  # mvnw runs with globbing off, so the candidates are listed by find.
  for _jdk_root in /usr/lib/jvm /opt /opt/java /Library/Java/JavaVirtualMachines "${HOME:-/}/.sdkman/candidates/java" "${HOME:-/}/.jdks"; do
    [ -d "$_jdk_root" ] || continue
    for _jdk_dir in $(find "$_jdk_root" -mindepth 1 -maxdepth 1 2>/dev/null | sort); do
      for _jdk_home in "$_jdk_dir" "$_jdk_dir/Contents/Home"; do
        if _jdk_is_25 "$_jdk_home"; then JAVA_HOME=$_jdk_home; return 0; fi
      done
    done
  done
  return 1
}
if ! _jdk_find; then
  echo "Homeostat needs a JDK 25 and found none (JAVA_HOME=${JAVA_HOME:-unset})." >&2
  echo "Install one, for example 'sdk install java 25-tem' or your system's temurin-25-jdk package, or set JAVA_HOME to it." >&2
  exit 1
fi
export JAVA_HOME
