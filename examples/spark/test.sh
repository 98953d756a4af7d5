#!/usr/bin/env bash
# The Spark job and the recipe without a cluster, on COUNT articles (20,000 if not given), each with something
# killed. Installs Java, GNU parallel and a virtual environment in target/spark if they are missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
packages=(pyspark pyarrow 'pandas<3')
java=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' || true)
if [ "${java:-0}" -lt 17 ] || ! command -v parallel >/dev/null || ! python3 -m venv --help >/dev/null 2>&1; then
  apt-get update -qq && apt-get install -y -qq openjdk-17-jre-headless parallel python3-venv >/dev/null
fi
if [ "$(cat target/spark/done 2>/dev/null)" != "${packages[*]}" ]; then
  mkdir -p target
  python3 -m venv target/spark
  target/spark/bin/pip install --quiet --disable-pip-version-check "${packages[@]}"
  echo "${packages[*]}" >target/spark/done
fi
cargo build --release --quiet
exec target/spark/bin/python examples/spark/test.py "${DIXIT:-target/release/dixit}" "${1:-20000}"
