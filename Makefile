# Two commands matter: `make reports` renders notebooks/ into output/, `make test` runs all tests. Both
# install libcmark with apt where pkg-config does not find it.
PREFIX ?= /usr/local
BIN := .build/release
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: reports test trials lint bench bench-peers neon avx512 build install setup clean

reports: build
	$(BIN)/unroll render notebooks --output output $(RENDERFLAGS)

build: setup
	swift build -c release

test: build
	swift build --build-tests
	timeout 1500 swift test --skip-build

# Experiments that take minutes and check what must come out. CORPUS: the text of tinyshakespeare, if at hand.
trials: build
	for t in adding-problem copying brackets; do $(BIN)/unroll run trials/$$t.md || exit 1; done
	[ -z "$(CORPUS)" ] || $(BIN)/unroll run trials/shakespeare.md -P corpus=$(abspath $(CORPUS))

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

bench: build
	$(BIN)/unroll-bench

# Beside PyTorch (and gensim), in turn; PYTHON is a virtual environment's python that has them.
PYTHON ?= python3
THREADS ?= $(shell getconf _NPROCESSORS_ONLN)
PAIRS ?= 11
bench-peers: build
	$(PYTHON) -B Sources/Benchmarks/peers/compare.py --bench $(BIN)/unroll-bench --threads $(THREADS) --pairs $(PAIRS) $(WORKLOADS)

# Installs packages that are not there.
packages = dpkg -s $(1) >/dev/null 2>&1 || { \
	  command -v apt-get >/dev/null || { echo "error: not all of these were found, and apt-get is not here to install them: $(1)" >&2; exit 1; }; \
	  echo "Installing $(1) with apt-get (they were not found)."; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(1) >/dev/null; }

# The kernels' bits at every SIMD level of this machine and, under qemu, of 64-bit Arm.
ARM := qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross
neon:
	@[ "$$(uname -m)" != x86_64 ] || $(call packages,$(ARM))
	Tests/KernelDigests/compare

# The same at AVX-512 in an emulator, for a machine without it.
BOCHS := bochs bochs-term bochsbios vgabios isolinux syslinux-common xorriso cpio busybox-static
avx512:
	@$(call packages,$(BOCHS))
	Tests/KernelDigests/emulate

setup:
	@command -v swift >/dev/null || { echo "error: swift is not on the PATH; install Swift 6 (swift.org/install) and try again" >&2; exit 1; }
	@pkg-config --exists libcmark 2>/dev/null || { \
	  command -v apt-get >/dev/null || { echo "error: libcmark was not found by pkg-config, and apt-get is not here to install it; install libcmark's development files and pkg-config" >&2; exit 1; }; \
	  echo "Installing libcmark-dev and pkg-config with apt-get (they were not found)."; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libcmark-dev pkg-config >/dev/null || { echo "error: libcmark-dev could not be installed; install it by hand: sudo apt-get install libcmark-dev pkg-config" >&2; exit 1; }; }

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/lib/unroll/Modules"
	install -m 755 $(BIN)/unroll "$(DESTDIR)$(PREFIX)/bin/unroll"
	install -m 755 $(BIN)/unroll-cells "$(DESTDIR)$(PREFIX)/lib/unroll/unroll-cells"
	for m in Basics CellMessages CellRuntime Charts SequenceModels; do install -m 644 $(BIN)/Modules/$$m.swiftmodule "$(DESTDIR)$(PREFIX)/lib/unroll/Modules/"; done
	for m in CKernels CCellMessages CCellProcess; do d="$(DESTDIR)$(PREFIX)/lib/unroll/$$m.build"; install -d "$$d"; install -m 644 Sources/$$m/include/$$m.h "$$d/"; printf 'module %s {\n  header "%s.h"\n  export *\n}\n' $$m $$m > "$$d/module.modulemap"; done

clean:
	rm -rf .build output/*.html notebooks/.unroll
