#include "plugin_check/suite.h"

#include "plugin_check/child.h"
#include "plugin_check/expected.h"
#include "plugin_check/library.h"
#include "plugin_check/sanitized.h"
#include "plugins/sandbox.h"

#include <csignal>
#include <cstring>
#include <exception>
#include <numeric>
#include <set>

namespace portal::plugin_check {

namespace {

constexpr std::size_t s_most_differences = 10;
constexpr std::size_t s_most_memory = 256U << 20; // of a test, resident; a host in the portal has 512 MB of address space

std::string why_skipped(Needs needs, Facts const& facts, Subject const& subject)
{
    if (needs == Needs::nothing)
        return {};
    if (!facts.sound)
        return "its tables cannot be used";
    if (needs == Needs::sound_tables)
        return {};
    if (!facts.opens)
        return "it does not open with these settings";
    auto const offers = [](bool does, char const* capability) { return does ? std::string {} : std::string { "it does not offer " } + capability; };
    switch (needs) {
    case Needs::reference: return offers(facts.has_reference, PORTAL_REFERENCE);
    case Needs::code: return offers(facts.has_code, PORTAL_SECURITY_CODE);
    case Needs::import: return offers(facts.has_import, PORTAL_BILLING_IMPORT);
    case Needs::readings_export: return offers(facts.has_export, PORTAL_READINGS_EXPORT);
    case Needs::delivery:
        if (!facts.has_import)
            return offers(false, PORTAL_BILLING_IMPORT);
        if (subject.delivery.empty())
            return "no DELIVERY was given";
        return facts.reads ? "" : "the delivery cannot be read to its end";
    default: return {};
    }
}

void run_step(void (*step)(Probe&), Subject const& subject, Board& board)
{
    Probe probe { subject, board };
    auto const passed = [&](std::string const& what) { probe.find("process.exception", "no exception passes through a C function", what); };
    try {
        step(probe);
    } catch (std::exception const& exception) {
        passed(exception.what());
    } catch (...) {
        passed("an exception that is no std::exception");
    }
    board.done();
}

// What happened to the process, if it was not the end of the test.
void add_ending(Ending const& ending, Board const& board, std::vector<Finding>& findings)
{
    auto const seen = [&](std::string const& what) { return board.doing().empty() ? what : board.doing() + ": " + what; };
    if (ending.kind == Ending::Kind::timed_out)
        findings.push_back({ "process.hang", "an end", seen("none after " + std::to_string(ending.took.count() / 1000) + " s") });
    else if (ending.kind == Ending::Kind::signalled && ending.number == SIGSYS)
        findings.push_back({ "world.system_call", "no system call but for memory and time", seen("one with all signals blocked, as pthread_create makes it") });
    else if (ending.kind == Ending::Kind::signalled)
        findings.push_back({ "process.crash", "an answer", seen(std::string { "ended by " } + ::strsignal(ending.number)) });
    else if (!board.is_done())
        findings.push_back({ "process.exit", "an answer", seen("the process was ended with status " + std::to_string(ending.number)) });
}

// "refused: csv.missing_column (POSTINRO)": the reason why all rows are missing, before the rows. Empty when the delivery was accepted.
std::string refusal(std::string_view rows)
{
    auto const last = rows.rfind("refused ");
    if (last == std::string_view::npos || (last != 0 && rows[last - 1] != '\n'))
        return {};
    auto const line = rows.substr(last, rows.find('\n', last) - last);
    auto const value = [&](std::string_view name) {
        auto const at = line.find(name);
        if (at == std::string_view::npos)
            return std::string {};
        auto const begin = at + name.size();
        return std::string { line.substr(begin, line.find('"', begin) - begin) };
    };
    auto const field = value(" field=\"");
    return "the delivery is refused: " + value(" key=\"") + (field.empty() ? "" : " (" + field + ")") + "\n";
}

class Run {
public:
    Run(Subject const& subject, Options const& options)
        : m_subject(subject)
        , m_options(options)
    {
        m_report.library = subject.library;
        m_report.seed = subject.seed;
        m_board.facts() = {};
    }

    Report run()
    {
        for (auto const& test : all_tests()) {
            run_one(test);
            if (std::string_view { test.name } == "delivery.reads")
                compare();
        }
        m_report.tests.push_back(std::move(m_calls));
        m_report.tests.push_back(std::move(m_printed));
        auto const& facts = m_board.facts();
        m_report.plugin = facts.id[0] == 0 ? "a plugin without a name" : std::string { facts.id.data() } + " " + facts.version.data();
        return std::move(m_report);
    }

private:
    void run_one(Test const& test)
    {
        TestResult result { test.name, test.says, why_skipped(test.needs, m_board.facts(), m_subject), {}, {} };
        if (result.skipped.empty()) {
            m_board.clear();
            for (auto const step : test.before)
                run_step_of(test, step, result);
            if (result.findings.empty())
                run_step_of(test, test.run, result);
            if (std::string_view { test.name } == "delivery.reads")
                m_report.rows = m_board.rows();
        }
        std::erase_if(result.findings, [&](Finding const& finding) { return was_told(finding); });
        m_report.tests.push_back(std::move(result));
    }

    // What is wrong with one function is seen by many tests and told by the first. How a process ends says nothing about why, so each is told.
    bool was_told(Finding const& finding)
    {
        auto const function = finding.seen.substr(0, finding.seen.find_first_of("(,:"));
        return !finding.key.starts_with("process.") && !m_told.insert(finding.key + " " + function).second;
    }

    void run_step_of(Test const& test, void (*step)(Probe&), TestResult& result)
    {
        m_board.begin_step();
        auto const ending = run_in_child([&] { run_step(step, m_subject, m_board); }, m_options.time);
        result.took += ending.took;
        result.skipped = m_board.skipped();
        result.findings = m_board.findings();
        add_ending(ending, m_board, result.findings);
        if (ending.most_memory > s_most_memory && !is_sanitized)
            result.findings.push_back(
                { "memory.much", "less than " + std::to_string(s_most_memory >> 20) + " MB", std::to_string(ending.most_memory >> 20) + " MB" });
        look_at_world(test, ending);
    }

    // Every test watches for these two; each is told once.
    void look_at_world(Test const& test, Ending const& ending)
    {
        if (auto const calls = m_board.system_calls(); !calls.empty() && m_calls.findings.empty()) {
            auto const names = std::accumulate(calls.begin(), calls.end(), std::string {},
                [](std::string const& all, int call) { return all + (all.empty() ? "" : ", ") + plugins::system_call_name(call); });
            m_calls.findings.push_back({ "world.system_call", "no system call but for memory and time",
                std::string { "in " } + test.name + ", " + m_board.system_call_doing() + ": " + names });
        }
        // What a dying process says is part of its dying.
        if (m_board.is_done() && !ending.printed.empty() && m_printed.findings.empty())
            m_printed.findings.push_back({ "world.printed", "nothing on standard output, standard error or any other descriptor",
                std::string { "in " } + test.name + ": " + in_quotes(ending.printed) });
    }

    void compare()
    {
        TestResult result { "delivery.expected", "the delivery gives the rows of the .expected file", {}, {}, {} };
        auto const& read = m_report.tests.back();
        if (!m_options.expected)
            result.skipped = "no --expect FILE was given";
        else if (!read.skipped.empty() || !m_board.facts().reads)
            result.skipped = read.skipped.empty() ? "the delivery cannot be read to its end" : read.skipped;
        else if (auto const wrong = differences(*m_options.expected, m_report.rows); !wrong.empty()) {
            std::string expected;
            std::string seen;
            for (std::size_t i = 0; i < wrong.size() && i < s_most_differences; ++i)
                (wrong[i].is_missing ? expected : seen) += "\nline " + std::to_string(wrong[i].line) + ": " + readable(wrong[i].text);
            auto const more = wrong.size() > s_most_differences ? "\nand " + std::to_string(wrong.size() - s_most_differences) + " more differences" : "";
            result.findings.push_back({ "delivery.differs", m_options.expected_file + (expected.empty() ? " has no more lines" : expected),
                refusal(m_report.rows) + (seen.empty() ? std::string { "no such line" } : seen.substr(1)) + more });
        }
        m_report.tests.push_back(std::move(result));
    }

    Subject const& m_subject;
    Options const& m_options;
    Board m_board;
    Report m_report;
    std::set<std::string> m_told;
    TestResult m_calls { "world.system_calls", "no file, socket, thread, process or other system call is asked for", {}, {}, {} };
    TestResult m_printed { "world.printed", "nothing is printed or written anywhere", {}, {}, {} };
};

}

std::vector<Test> all_tests()
{
    std::vector<Test> all;
    for (auto const& group : { entry_tests(), life_tests(), delivery_tests(), damage_tests(), text_tests(), hostile_tests(), instance_tests(), export_tests() })
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

std::size_t Report::findings() const
{
    return std::accumulate(tests.begin(), tests.end(), std::size_t { 0 }, [](std::size_t sum, TestResult const& test) { return sum + test.findings.size(); });
}

std::optional<LineCounts> Report::delivery() const { return rows.empty() ? std::nullopt : std::optional { count_lines(rows) }; }

Report run_suite(Subject const& subject, Options const& options) { return Run { subject, options }.run(); }

}
