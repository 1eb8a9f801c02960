# unseal: build, test, demo. `make help` lists the targets.
#
# Everything is built below $(B); nothing else is written but by `install`.

VERSION := 0.1.0
B       ?= build
prefix  ?= /usr/local
CC      ?= cc
V       ?= 0

ifeq ($(origin CC),default)
CC := cc
endif

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:

Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),,@printf '  %-5s %s\n' '$(1)' '$(2)')

# --- what the system must have ------------------------------------------------
# Before any flag is asked for: what is missing is installed (or named) first.
NEED := $(strip $(if $(filter-out clean help,$(or $(MAKECMDGOALS),all)),\
          $(shell sh .ci/need build >&2 || echo missing)))
$(if $(NEED),$(error what unseal is built with is missing, see above))
PC_CFLAGS := $(shell pkg-config --cflags sqlite3 readline nettle expat zlib 2>/dev/null)
PC_LIBDIR := $(shell pkg-config --variable=libdir sqlite3 2>/dev/null)

# libsqlite3.a where it is there: faster start and inserts than the shared one.
SQLITE_A  := $(wildcard $(PC_LIBDIR)/libsqlite3.a)
NETTLE_A  := $(wildcard $(PC_LIBDIR)/libnettle.a)
SQLITE_LIBS := $(or $(SQLITE_A),-lsqlite3) -lm -ldl -lpthread
NETTLE_LIBS := $(or $(NETTLE_A),-lnettle)
# Workbooks: minizip and zlib unpack, expat parses. Static too: they cost no start.
# libxlsxwriter is opened when one is written (shell/xlsx_library.h).
STATIC = $(or $(wildcard $(PC_LIBDIR)/lib$(1).a),-l$(1))
BOOK_LIBS   := $(call STATIC,minizip) $(call STATIC,z) $(call STATIC,expat)
SHELL_LIBS  := $(SQLITE_LIBS) $(NETTLE_LIBS) $(BOOK_LIBS) -lreadline

# --- flags --------------------------------------------------------------------
WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wundef -Wwrite-strings -Wpointer-arith -Wvla -Wformat=2 -Wno-format-nonliteral
OPT  ?= -O2 -g
SAN  ?=
WERROR ?=
COMMIT := $(shell git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
override CFLAGS += -std=c11 $(OPT) $(WARN) $(WERROR) $(SAN) -fvisibility=hidden -fPIC \
                   -fno-strict-aliasing -D_FORTIFY_SOURCE=2
CPPFLAGS += -D_GNU_SOURCE -DUNSEAL_COMMIT='"$(COMMIT)"' -DUNSEAL_VERSION='"$(VERSION)"' -Iext -Ishell $(PC_CFLAGS)
override LDFLAGS += -Wl,-z,relro,-z,now $(SAN)
DEPFLAGS = -MMD -MP

ifneq ($(SAN),)
CPPFLAGS += -U_FORTIFY_SOURCE
override CFLAGS := $(filter-out -D_FORTIFY_SOURCE=2,$(CFLAGS)) -fno-omit-frame-pointer
endif

# --- sources ------------------------------------------------------------------
LAW   := $(wildcard ext/law/*.c)
STAT  := $(wildcard ext/stat/*.c)
EXT   := $(LAW) $(STAT) $(wildcard ext/sql/*.c ext/columnar/*.c) ext/unseal.c
PROG  := $(filter-out shell/main.c,$(wildcard shell/*.c))
CATALOGUES := $(wildcard schema/catalogue/*.csv)
TEXTS := $(sort $(wildcard schema/register/*.sql schema/reports/*.sql schema/imports/*.sql))
GEN_CATALOGUE := $(B)/gen/catalogue.c
GEN_TEXTS     := $(B)/gen/texts.c

LAW_OBJ  := $(LAW:%.c=$(B)/core/%.o) $(B)/core/gen/catalogue.o
PURE_OBJ := $(LAW_OBJ) $(STAT:%.c=$(B)/core/%.o)
CORE_OBJ := $(EXT:%.c=$(B)/core/%.o) $(B)/core/gen/catalogue.o
LOAD_OBJ := $(EXT:%.c=$(B)/load/%.o) $(B)/load/gen/catalogue.o
PROG_OBJ := $(PROG:%.c=$(B)/core/%.o) $(B)/core/gen/texts.o
UNITS    := $(wildcard tests/unit/*/test_*.c)
UNIT_BIN := $(UNITS:%.c=$(B)/%)
FUZZ     := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_BIN := $(FUZZ:%.c=$(B)/%)

# A sanitizer does not load into a host that lacks it: no unseal.so there.
ALL := $(if $(SAN),,$(B)/unseal.so) $(B)/unseal $(B)/generate

all: $(ALL) ## build build/unseal.so and build/unseal

# --- catalogues and embedded texts -----------------------------------------------
COMPILE := $(B)/compile
COMPILE_SRC := $(wildcard schema/catalogue/compile*.c) \
               ext/law/date.c ext/law/term.c ext/law/fold.c ext/law/name.c

$(COMPILE): $(COMPILE_SRC) schema/catalogue/compile.h $(wildcard ext/law/*.h)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) -std=c11 -O1 -g $(WARN) $(WERROR) -o $@ $(COMPILE_SRC)

$(GEN_CATALOGUE): $(COMPILE) $(CATALOGUES)
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) catalogue schema/catalogue > $@

$(GEN_TEXTS): $(COMPILE) $(TEXTS)
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) texts $(TEXTS) > $@

# --- objects --------------------------------------------------------------------
# The extension is compiled twice from the same sources: loadable (through
# sqlite3ext.h) and static (SQLITE_CORE), as the shell and the tests link it.
$(B)/core/%.o: %.c
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -DSQLITE_CORE $(CPPFLAGS) $(CFLAGS) $(DEPFLAGS) -c -o $@ $<

$(B)/load/%.o: %.c
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(DEPFLAGS) -c -o $@ $<

# The loops over columns: many rows at once.
$(B)/core/ext/columnar/%.o $(B)/load/ext/columnar/%.o: override CFLAGS += $(if $(SAN),,-O3)

$(B)/core/gen/%.o: $(B)/gen/%.c
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -DSQLITE_CORE $(CPPFLAGS) $(CFLAGS) $(DEPFLAGS) -c -o $@ $<

$(B)/load/gen/%.o: $(B)/gen/%.c
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(DEPFLAGS) -c -o $@ $<

$(B)/libunseal.a: $(CORE_OBJ)
$(B)/libpure.a: $(PURE_OBJ)
$(B)/libshell.a: $(PROG_OBJ)
$(B)/lib%.a:
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $^

$(B)/unseal.so: $(LOAD_OBJ)
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -shared -o $@ $(LOAD_OBJ) -lm

$(B)/unseal: $(B)/core/shell/main.o $(B)/libshell.a $(B)/libunseal.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(SHELL_LIBS)

# The generator of registers (samples/README.md) makes the same gags as the law says.
$(B)/generate: $(patsubst %,$(B)/core/samples/%.o,generate demand maker sink) $(B)/libshell.a $(B)/libunseal.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(SQLITE_LIBS)

# --- the extension in one file ----------------------------------------------------
amalgamation: $(B)/amalgamation/unseal.c $(B)/amalgamation/unseal.h ## the extension as build/amalgamation/unseal.c and unseal.h

$(B)/amalgamation/unseal.c: ext/amalgamate.awk $(GEN_CATALOGUE) $(EXT) $(wildcard ext/*/*.h ext/*.h)
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)awk -f $< -v version=$(VERSION) -v commit=$(COMMIT) $(GEN_CATALOGUE) $(EXT) > $@

$(B)/amalgamation/unseal.h: ext/unseal.h
	$(Q)mkdir -p $(@D)
	$(Q)cp $< $@

# --- tests ----------------------------------------------------------------------
# law and stat tests link nothing but ext/law and ext/stat: no SQLite there.
$(B)/tests/unit/law/% $(B)/tests/unit/stat/%: UNIT_LINK = $(B)/libpure.a -lm
$(B)/tests/unit/sql/% $(B)/tests/unit/columnar/%: UNIT_LINK = $(B)/libunseal.a $(SQLITE_LIBS)
$(B)/tests/unit/shell/%: UNIT_LINK = $(B)/libshell.a $(B)/libunseal.a $(SHELL_LIBS)
$(B)/tests/unit/%: $(B)/core/tests/unit/%.o $(B)/libpure.a $(B)/libunseal.a $(B)/libshell.a
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(UNIT_LINK) -lcmocka

# A fuzz target runs under libFuzzer (make fuzz) and, over its corpus, in make test.
$(B)/tests/fuzz/%: $(B)/core/tests/fuzz/%.o $(B)/core/tests/fuzz/replay.o $(B)/libshell.a $(B)/libunseal.a
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(SHELL_LIBS)

$(B)/sqltest: $(B)/core/tests/sqltest.o $(B)/libunseal.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(SQLITE_LIBS)

# Reads our calendars with a library that is not ours.
$(B)/icscheck: tests/icscheck.c
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< -lical

# What the equations of a publication leave open, with GLPK.
$(B)/attack: tests/attack/solve.c
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< -lglpk $(SQLITE_LIBS)

# A small workbook of the rows on stdin, for command-line cases.
$(B)/mkbook: $(B)/core/tests/mkbook.o $(B)/libshell.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call STATIC,z)

# --- further checks -------------------------------------------------------------------
# icu.c needs the headers of ICU, which nothing else does.
CHECKED := $(EXT) $(wildcard shell/*.c samples/*.c tests/*.c tests/unit/*/*.c tests/fuzz/*.c) \
           $(filter-out %/icu.c,$(wildcard schema/catalogue/*.c))

check: $(B)/.need-check $(B)/gen/catalogue.c ## clang-tidy, cppcheck, warnings as errors, file sizes, pure layers
	$(Q)$(MAKE) --no-print-directory B=$(B)/werror WERROR=-Werror all
	$(Q)B=$(B) sh tests/check.sh $(CHECKED)

bench: all $(B)/bench $(B)/duckdb_sql ## time functions, imports and the shell against their peers, as ratios
	$(Q)$(B)/bench
	$(Q)sh tests/bench/shell.sh $(B)
	$(Q)B=$(B) sh tests/bench/import.sh

$(B)/bench: $(B)/core/tests/bench/bench.o $(B)/libunseal.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(SQLITE_LIBS)

bench-columnar: $(B)/bench-columnar ## time what a snapshot costs inserts and updates
	$(Q)mkdir -p $(B)/columnar && $(B)/bench-columnar $(B)/columnar schema/register/001_tables.sql

$(B)/bench-columnar: $(patsubst %,$(B)/core/tests/bench/%.o,columnar rows) $(B)/libunseal.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(SQLITE_LIBS)

# Against DuckDB: its library comes from npm, into the build folder; 1 million rows,
# or ROWS. Not part of any test; skipped where npm cannot fetch it.
ROWS ?= 1000000
DUCKDB := @duckdb/node-bindings-linux-x64
LIBDUCKDB := $(B)/duckdb/node_modules/$(DUCKDB)/libduckdb.so
bench-duckdb: $(B)/bench-duckdb ## time reports against DuckDB and plain SQLite (ROWS=1000000)
	$(Q)test -e $(LIBDUCKDB) || npm install --prefix $(B)/duckdb --no-save --no-audit --no-fund --loglevel=error $(DUCKDB) \
	  >/dev/null 2>&1 || true
	$(Q)mkdir -p $(B)/duckdb/$(ROWS)
	$(Q)if test -e $(LIBDUCKDB); then $(B)/bench-duckdb $(B)/duckdb/$(ROWS) $(ROWS) $(LIBDUCKDB); \
	  else echo "bench-duckdb: skipped: npm cannot fetch $(DUCKDB)"; fi

$(B)/bench-duckdb: $(patsubst %,$(B)/core/tests/bench/%.o,reports duck rows) $(B)/libunseal.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(SQLITE_LIBS)

$(B)/duckdb_sql: $(B)/core/tests/bench/duckdb.o
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -ldl

# Node has no SQLite of its own before 22: NODE=1 builds better-sqlite3 from npm first.
test-hosts: $(B)/unseal.so $(B)/.need-hosts ## the same SQL, the same answers in every host (Perl, Tcl, Python, PHP, Java, Ruby ...)
	$(if $(NODE),$(Q)npm install --prefix $(B)/node --no-save --no-audit --no-fund --nodedir=/usr better-sqlite3@11 >/dev/null)
	$(Q)B=$(B) sh tests/hosts.sh

asan: $(B)/.need-check ## every test under ASan and UBSan (CC=gcc or clang)
	$(Q)ASAN_OPTIONS=quarantine_size_mb=1 \
	$(MAKE) --no-print-directory B=$(B)/asan-$(notdir $(CC)) OPT="-O1 -g" \
	  SAN="-fsanitize=address,undefined -fno-sanitize-recover=all" test

TSAN_TESTS := columnar/test_threads
tsan: $(B)/.need-check ## the tests that use two threads, under TSan
	$(Q)$(MAKE) --no-print-directory B=$(B)/tsan OPT="-O1 -g" SAN="-fsanitize=thread" $(TSAN_TESTS:%=$(B)/tsan/tests/unit/%)
	$(Q)for t in $(TSAN_TESTS); do $(B)/tsan/tests/unit/$$t || exit; done

SECONDS_EACH ?= 60
fuzz: $(B)/.need-check $(GEN_CATALOGUE) $(GEN_TEXTS) ## run each fuzz target for SECONDS_EACH seconds (needs clang)
	$(Q)B=$(B) CPPFLAGS="$(filter-out -DUNSEAL_%,$(CPPFLAGS))" LIBS="$(SHELL_LIBS)" SECONDS_EACH=$(SECONDS_EACH) sh tests/fuzz.sh

$(B)/.need-%: .ci/need
	$(Q)mkdir -p $(@D)
	$(Q)sh .ci/need $*
	$(Q)touch $@

iso = { echo "\# generated by schema/catalogue/iso.sql, iso-codes $$(dpkg-query -Wf '$${Version}' iso-codes)"; \
  sqlite3 -cmd '.parameter init' -cmd '.parameter set :list $(1)' :memory: < schema/catalogue/iso.sql; }

CLDR := /usr/share/unicode/cldr

docs: $(B)/unseal ## make the generated part of ext/README.md anew
	$(Q)sh ext/docs.sh $(B)/unseal > $(B)/README.md
	$(Q)cp $(B)/README.md ext/README.md

catalogues: ## make the catalogues of Unicode and ISO data anew (needs libicu-dev, iso-codes, unicode-cldr-core)
	$(Q)mkdir -p $(B)
	$(Q)$(CC) -o $(B)/icu schema/catalogue/icu.c $$(pkg-config --cflags --libs icu-uc icu-i18n)
	$(Q)$(B)/icu jurisdictions > schema/catalogue/jurisdictions.csv
	$(Q)$(B)/icu names > schema/catalogue/jurisdiction_names.csv
	$(Q)$(B)/icu fold > schema/catalogue/fold.csv
	$(Q)$(call iso,1) > schema/catalogue/jurisdiction_parts.csv
	$(Q)$(call iso,2) > schema/catalogue/jurisdiction_iso.csv
	$(Q)awk -f schema/catalogue/parts.awk $(CLDR)/common/subdivisions/en.xml > $(B)/parts.csv
	$(Q){ echo "# generated by schema/catalogue/parts.sql, unicode-cldr-core $$(dpkg-query -Wf '$${Version}' unicode-cldr-core)"; \
	  sqlite3 -csv -cmd "CREATE TABLE cldr(code, name)" -cmd ".import $(B)/parts.csv cldr" :memory: < schema/catalogue/parts.sql; } > schema/catalogue/jurisdiction_part_names.csv
	$(Q)$(B)/icu width > shell/width_table.h

documents: all ## make the man page and the completions of the program's tables anew
	$(Q)$(B)/unseal --document man > shell/unseal.1
	$(Q)$(B)/unseal --document bash > shell/completion/unseal.bash
	$(Q)$(B)/unseal --document zsh > shell/completion/_unseal

test-html: all ## look at a published page in chromium: accessibility, light, dark, print (needs chromium, node, npm)
	$(Q)B=$(B) sh tests/html/run.sh

# --- demo, install ----------------------------------------------------------------
demo: all ## make a register of the samples, print three reports and one case
	$(Q)sh samples/demo.sh $(B)

# PUBLISHED: a folder of whole files; the excerpts of samples/published where it is not.
PUBLISHED ?= ../shared/data
samples-published: all ## make a database of what companies published, print their peers report (PUBLISHED=FOLDER)
	$(Q)sh samples/published.sh $(B) $(PUBLISHED)

pictures: all ## make the README's pictures anew (needs chromium, tmux, aha, pngquant)
	$(Q)sh .ci/need pictures
	$(Q)sh samples/pictures.sh $(B)

install: all ## install the program, the extension and the man page (DESTDIR, prefix)
	install -d $(DESTDIR)$(prefix)/bin $(DESTDIR)$(prefix)/lib $(DESTDIR)$(prefix)/share/man/man1
	install -m 755 $(B)/unseal $(DESTDIR)$(prefix)/bin/unseal
	install -m 644 $(B)/unseal.so $(DESTDIR)$(prefix)/lib/unseal.so
	install -m 644 shell/unseal.1 $(DESTDIR)$(prefix)/share/man/man1/unseal.1
	install -d $(DESTDIR)$(prefix)/share/bash-completion/completions $(DESTDIR)$(prefix)/share/zsh/site-functions
	install -m 644 shell/completion/unseal.bash $(DESTDIR)$(prefix)/share/bash-completion/completions/unseal
	install -m 644 shell/completion/_unseal $(DESTDIR)$(prefix)/share/zsh/site-functions/_unseal

uninstall: ## remove what install installed
	rm -f $(DESTDIR)$(prefix)/bin/unseal $(DESTDIR)$(prefix)/lib/unseal.so
	rm -f $(DESTDIR)$(prefix)/share/man/man1/unseal.1
	rm -f $(DESTDIR)$(prefix)/share/bash-completion/completions/unseal $(DESTDIR)$(prefix)/share/zsh/site-functions/_unseal

.SECONDARY:
.PHONY: all test test-html amalgamation demo samples-published pictures bench bench-columnar bench-duckdb check test-hosts asan tsan fuzz docs documents catalogues clean help install uninstall

test: $(B)/.need-test $(ALL) $(if $(SAN),,amalgamation) $(UNIT_BIN) $(FUZZ_BIN) $(B)/sqltest $(B)/mkbook $(B)/icscheck $(B)/attack ## run every test; ends with `N passed, N failed`
	$(Q)B=$(B) sh tests/run.sh

clean: ## remove the build folder
	rm -rf $(B)

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(UNIT_BIN) $(B)/sqltest: | $(B)/.need-test

-include $(shell test -d $(B) && find $(B) -name '*.d')
