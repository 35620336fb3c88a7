# oftpsrv: what a maintainer types. `make` lists it.

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DOCDIR ?= $(PREFIX)/share/doc/oftpsrv
CARGO ?= cargo
TARGET := $(or $(CARGO_TARGET_DIR),target)
RELEASE := $(TARGET)/release
VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
SONAME := liboftpsrv.so.0

.PHONY: help build examples demo test test-deep bench lint setup packages install uninstall clean

help:
	@echo "make build      the libraries and the partner tool (target/release)"
	@echo "make examples   the programs of examples-c (target/examples-c)"
	@echo "make demo       the main job on real files, with the protocol as it happens"
	@echo "make test       every test, in Rust, C, Python and C#, and of what is packaged"
	@echo "make test-deep  what takes an hour: 500 kills, a line cut at every octet, many changed sessions"
	@echo "make bench      speed and memory, beside plain copies of the same bytes"
	@echo "make lint       formatting, warnings, licences and sources of the crates"
	@echo "make setup      installs what the others need; they do it by themselves"
	@echo "make install    header, libraries and pkg-config file, to PREFIX=$(PREFIX)"
	@echo "make packages   wheel, source distribution and NuGet package (target/packages)"
	@echo "make clean      removes everything that was built"

build:
	@scripts/setup.sh build
	CARGO="$(CARGO)" scripts/build.sh

examples: build
	@$(MAKE) --no-print-directory -C examples-c LIBRARY=$(abspath $(RELEASE)) OUT=$(abspath $(TARGET))/examples-c

demo:
	@scripts/demo.sh

test:
	@scripts/setup.sh test
	@scripts/test.sh

test-deep:
	@scripts/setup.sh test
	OFTPSRV_KILLS=500 OFTPSRV_CUT_STEP=1 OFTPSRV_MUTANTS=50000 $(CARGO) test --locked --test robust -- --nocapture

bench:
	@scripts/setup.sh build
	@scripts/bench.sh

lint:
	@scripts/setup.sh lint
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	$(CARGO) clippy --locked --package oftpsrv --lib --no-default-features -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --package oftpsrv --lib --no-deps
	python3 scripts/dependencies.py
	python3 scripts/notices.py --check

setup:
	@scripts/setup.sh build lint test packages

packages:
	@scripts/setup.sh packages
	@CARGO="$(CARGO)" scripts/packages.sh

# Builds only what is missing or older than its sources, so that root needs no Rust to install what somebody else has built.
install:
	@if reason=$$(scripts/stale.sh $(abspath $(RELEASE)) liboftpsrv.so liboftpsrv.a); then \
		if ! command -v $(CARGO) > /dev/null; then \
			echo "make install: $$reason, and there is no cargo here." >&2; \
			echo "make install: run 'make build' as the user who has Rust, then this again." >&2; \
			exit 1; \
		fi; \
		echo "$$reason"; \
		$(MAKE) --no-print-directory build; \
	fi
	install -d $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(INCLUDEDIR) $(DESTDIR)$(DOCDIR)/docs
	install -m 644 include/oftpsrv.h $(DESTDIR)$(INCLUDEDIR)/
	install -m 755 $(RELEASE)/liboftpsrv.so $(DESTDIR)$(LIBDIR)/liboftpsrv.so.$(VERSION)
	ln -sf liboftpsrv.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/liboftpsrv.so
	install -m 644 $(RELEASE)/liboftpsrv.a $(DESTDIR)$(LIBDIR)/
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' -e 's|@VERSION@|$(VERSION)|' \
		oftpsrv.pc.in > $(DESTDIR)$(LIBDIR)/pkgconfig/oftpsrv.pc
	install -m 644 README.md LICENSE-MIT LICENSE-APACHE THIRD-PARTY-NOTICES.txt $(DESTDIR)$(DOCDIR)/
	install -m 644 docs/*.md $(DESTDIR)$(DOCDIR)/docs/

uninstall:
	rm -f $(DESTDIR)$(INCLUDEDIR)/oftpsrv.h $(DESTDIR)$(LIBDIR)/liboftpsrv.* $(DESTDIR)$(LIBDIR)/pkgconfig/oftpsrv.pc
	rm -rf $(DESTDIR)$(DOCDIR)

clean:
	$(CARGO) clean
	rm -rf .venv
