#include "plugin_check/report.h"

#include "base/text.h"

#include <algorithm>

namespace portal::plugin_check {

namespace {

std::string group_of(TestResult const& test) { return test.name.substr(0, test.name.find('.')); }

std::size_t count(Report const& report, bool (*is)(TestResult const&))
{
    return static_cast<std::size_t>(std::count_if(report.tests.begin(), report.tests.end(), is));
}
bool has_findings(TestResult const& test) { return !test.findings.empty(); }
bool is_skipped(TestResult const& test) { return test.findings.empty() && !test.skipped.empty(); }

// Further lines stand below the first.
std::string indented(std::string const& text, std::size_t columns) { return replaced(text, "\n", "\n" + std::string(columns, ' ')); }

std::string in_json(std::string_view text)
{
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\')
            out += { '\\', c };
        else if (c == '\n')
            out += "\\n";
        else
            out += c; // findings hold no other control characters, and are UTF-8
    }
    return out + '"';
}

std::string in_xml(std::string text)
{
    for (auto const& [sign, name] : { std::pair { "&", "&amp;" }, { "<", "&lt;" }, { ">", "&gt;" }, { "\"", "&quot;" }, { "\n", "&#10;" } })
        text = replaced(std::move(text), sign, name);
    return text;
}

// "The delivery: 41 rows, 0 problems."
std::string in_words(LineCounts const& delivery)
{
    return "The delivery: " + std::to_string(delivery.rows) + (delivery.rows == 1 ? " row, " : " rows, ") + std::to_string(delivery.problems)
        + (delivery.problems == 1 ? " problem" : " problems") + (delivery.is_refused ? ", refused" : "") + ".\n";
}

std::string seconds(std::chrono::milliseconds time)
{
    auto const fraction = std::to_string(1000 + time.count() % 1000).substr(1);
    return std::to_string(time.count() / 1000) + "." + fraction;
}

}

std::string as_text(Report const& report)
{
    std::string out = report.library + ": " + report.plugin + "\n";
    std::string group;
    for (auto const& test : report.tests) {
        if (group_of(test) != group) {
            group = group_of(test);
            out += "\n" + group + "\n";
        }
        auto const mark = has_findings(test) ? "✗" : is_skipped(test) ? "–" : "✓";
        out += std::string { "  " } + mark + " " + test.says + (is_skipped(test) ? " (not tried: " + test.skipped + ")" : "");
        if (test.took >= std::chrono::seconds { 1 })
            out += " (" + seconds(test.took) + " s)";
        out += "\n";
        for (auto const& finding : test.findings)
            out += "      " + test.name + " " + finding.key + "\n        expected  " + indented(finding.expected, 18) + "\n        seen      "
                + indented(finding.seen, 18) + "\n        to do     " + std::string { advice(finding.key) } + "\n";
    }
    auto const wrong = count(report, has_findings);
    auto const skipped = count(report, is_skipped);
    auto const delivery = report.delivery();
    return out + "\n" + (delivery ? in_words(*delivery) : "") + std::to_string(report.tests.size())
        + " tests: " + std::to_string(report.tests.size() - wrong - skipped) + " passed, " + std::to_string(wrong) + " with findings, "
        + std::to_string(skipped) + " not tried. Seed " + std::to_string(report.seed) + ".\n";
}

std::string as_json(Report const& report)
{
    std::string out = "{\n  \"plugin\": " + in_json(report.plugin) + ",\n  \"library\": " + in_json(report.library)
        + ",\n  \"seed\": " + std::to_string(report.seed) + ",\n  \"findings\": " + std::to_string(report.findings());
    if (auto const delivery = report.delivery())
        out += ",\n  \"delivery\": { \"rows\": " + std::to_string(delivery->rows) + ", \"problems\": " + std::to_string(delivery->problems)
            + ", \"refused\": " + (delivery->is_refused ? "true" : "false") + " }";
    out += ",\n  \"tests\": [";
    std::string between = "\n";
    for (auto const& test : report.tests) {
        auto const* const result = has_findings(test) ? "failed" : is_skipped(test) ? "skipped" : "passed";
        out += between + "    { \"name\": " + in_json(test.name) + ", \"says\": " + in_json(test.says) + ", \"result\": \"" + result
            + "\", \"milliseconds\": " + std::to_string(test.took.count());
        if (is_skipped(test))
            out += ", \"skipped\": " + in_json(test.skipped);
        out += ", \"findings\": [";
        std::string comma;
        for (auto const& finding : test.findings) {
            out += comma + "\n      { \"key\": " + in_json(finding.key) + ", \"expected\": " + in_json(finding.expected)
                + ", \"seen\": " + in_json(finding.seen) + ", \"to_do\": " + in_json(advice(finding.key)) + " }";
            comma = ",";
        }
        out += "] }";
        between = ",\n";
    }
    return out + "\n  ]\n}\n";
}

std::string as_junit(Report const& report)
{
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"" + in_xml("portal-plugin-check " + report.plugin) + "\" tests=\""
        + std::to_string(report.tests.size()) + "\" failures=\"" + std::to_string(count(report, has_findings)) + "\" skipped=\""
        + std::to_string(count(report, is_skipped)) + "\" errors=\"0\">\n";
    if (auto const delivery = report.delivery())
        out += "  <properties>\n    <property name=\"delivery.rows\" value=\"" + std::to_string(delivery->rows)
            + "\"/>\n    <property name=\"delivery.problems\" value=\"" + std::to_string(delivery->problems)
            + "\"/>\n    <property name=\"delivery.refused\" value=\"" + (delivery->is_refused ? "true" : "false") + "\"/>\n  </properties>\n";
    for (auto const& test : report.tests) {
        out += "  <testcase classname=\"" + in_xml(group_of(test)) + "\" name=\"" + in_xml(test.name + ": " + test.says) + "\" time=\"" + seconds(test.took)
            + "\">";
        if (is_skipped(test))
            out += "<skipped message=\"" + in_xml(test.skipped) + "\"/>";
        for (auto const& finding : test.findings)
            out += "\n    <failure type=\"" + in_xml(finding.key) + "\" message=\"" + in_xml("expected " + finding.expected + ", seen " + finding.seen) + "\">"
                + in_xml(std::string { advice(finding.key) }) + "</failure>\n  ";
        out += "</testcase>\n";
    }
    return out + "</testsuite>\n";
}

}
