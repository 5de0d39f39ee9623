// The tests of the suite and their order: each runs in a child process of its own.
#pragma once

#include "plugin_check/board.h"
#include "plugin_check/probe.h"
#include "plugin_check/row_lines.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace portal::plugin_check {

enum class Needs { nothing, sound_tables, opens, reference, code, import, delivery, readings_export };

struct Test {
    char const* name; // "reference.idempotent"
    char const* says; // what holds, in a few words
    Needs needs;
    void (*run)(Probe&);
    // Run before it, each in a process of its own; what they write to the board's rows is there for the next.
    std::vector<void (*)(Probe&)> before {};
};

// In the order in which they run.
std::vector<Test> entry_tests();
std::vector<Test> life_tests();
std::vector<Test> delivery_tests();
std::vector<Test> text_tests();
std::vector<Test> hostile_tests();
std::vector<Test> instance_tests();
std::vector<Test> damage_tests();
std::vector<Test> export_tests();
std::vector<Test> all_tests();

struct TestResult {
    std::string name, says;
    std::string skipped; // why; empty: it ran
    std::vector<Finding> findings;
    std::chrono::milliseconds took {};
};

struct Report {
    std::string library, plugin; // "si.kp-logatec 1.0.0"
    std::uint64_t seed = 0;
    std::vector<TestResult> tests;
    std::string rows; // of the delivery, as lines
    std::size_t findings() const;
    std::optional<LineCounts> delivery() const; // empty: none was read
};

struct Options {
    std::chrono::milliseconds time { 20'000 }; // that one test may compute
    std::optional<std::string> expected; // the lines that the delivery should give
    std::string expected_file; // where they stand
};

Report run_suite(Subject const& subject, Options const& options);

// What to do about a finding with this key.
std::string_view advice(std::string_view key);

}
