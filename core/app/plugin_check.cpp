// portal-plugin-check: the conformance suite that the author of a plugin runs. It needs nothing of the portal.
#include "base/properties.h"
#include "plugin_check/expected.h"
#include "plugin_check/report.h"
#include "plugins/landlock.h"
#include "plugins/sandbox.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

using namespace portal::plugin_check;

enum ExitCode { no_finding = 0, findings = 1, wrong_call = 2 };

struct Call {
    std::string library, delivery, expected, settings, output, write_expected;
    std::string format = "text";
    std::uint64_t seed = 1;
    unsigned seconds = 20;
    bool list = false, allow_without_landlock = false;
};

void add_options(CLI::App& program, Call& call)
{
    program.add_option("FILE.so", call.library, "the plugin");
    program.add_option("DELIVERY", call.delivery, "a sample delivery: a file, a ZIP bundle or a folder of files");
    program.add_option("--expect", call.expected, "the rows that the delivery should give")->type_name("FILE");
    program.add_option("--write-expected", call.write_expected, "writes the rows that it gives, to be read and kept")->type_name("FILE");
    program.add_option("--settings", call.settings, "the plugin's settings, key = value; tenant.currency and the like set the tenant")->type_name("FILE");
    program.add_option("--format", call.format, "text, json or junit")->check(CLI::IsMember({ "text", "json", "junit" }))->type_name("NAME");
    program.add_option("--output", call.output, "writes the report there instead of to standard output")->type_name("FILE");
    program.add_option("--seed", call.seed, "of all that is random (1); the same seed gives the same inputs")->type_name("N");
    program.add_option("--time", call.seconds, "seconds that one test may compute (20); by the clock five times as long")
        ->check(CLI::Range(1, 3600))
        ->type_name("SECONDS");
    program.add_flag(
        "--allow-without-landlock", call.allow_without_landlock, "tries it on a system without Landlock, too, where it could read files while it loads");
    program.add_flag("--list", call.list, "prints the tests and ends");
}

Subject subject_of(Call const& call)
{
    if (call.library.empty() || !std::filesystem::is_regular_file(call.library))
        throw std::runtime_error(call.library.empty() ? "which FILE.so? See --help" : call.library + " is no file");
    if (call.delivery.empty() && !(call.expected.empty() && call.write_expected.empty()))
        throw std::runtime_error("--expect and --write-expected need a DELIVERY");
    Subject subject;
    subject.library = std::filesystem::canonical(call.library).string();
    subject.seed = call.seed;
    subject.may_lack_landlock = call.allow_without_landlock;
    if (!call.settings.empty())
        subject.tenant = read_tenant(call.settings);
    if (!call.delivery.empty())
        subject.delivery = read_delivery(call.delivery);
    subject.may_be_refused = !call.expected.empty() || !call.write_expected.empty();
    return subject;
}

void write_report(Report const& report, Call const& call)
{
    auto const text = call.format == "json" ? as_json(report) : call.format == "junit" ? as_junit(report) : as_text(report);
    if (call.output.empty()) {
        std::cout << text << std::flush;
        return;
    }
    std::ofstream file { call.output, std::ios::binary };
    file << text << std::flush;
    if (!file)
        throw std::runtime_error(call.output + " cannot be written");
}

int run(Call const& call)
{
    if (call.list) {
        for (auto const& test : all_tests())
            std::cout << test.name << ": " << test.says << '\n';
        return no_finding;
    }
    auto const subject = subject_of(call);
    Options options;
    options.time = std::chrono::seconds { call.seconds };
    options.expected_file = call.expected;
    if (!call.expected.empty())
        options.expected = read_expected(call.expected);
    if (!subject.may_lack_landlock && !portal::plugins::has_landlock())
        throw std::runtime_error(portal::plugins::LandlockMissing().what() + std::string { ". --allow-without-landlock tries it all the same" });
    auto const report = run_suite(subject, options);
    if (!call.write_expected.empty() && !report.rows.empty())
        write_expected(call.write_expected, std::filesystem::path { call.delivery }.filename().string(), report.rows);
    write_report(report, call);
    return report.findings() == 0 ? no_finding : findings;
}

}

int main(int count, char** arguments)
{
    Call call;
    CLI::App program { "Tries a plugin the way the portal and its customers will. Exit codes: 0 nothing found, 1 findings, 2 wrong usage.",
        "portal-plugin-check" };
    add_options(program, call);
    try {
        program.parse(count, arguments);
        return run(call);
    } catch (CLI::ParseError const& error) {
        return program.exit(error) == 0 ? no_finding : wrong_call;
    } catch (std::exception const& error) {
        std::cerr << "portal-plugin-check: " << error.what() << '\n';
        return wrong_call;
    }
}
