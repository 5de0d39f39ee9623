#include "features/meters/readings_receipt.h"

#include "base/text.h"
#include "features/audit/audit.h"
#include "features/meters/queries.h"

#include <algorithm>

namespace portal::meters {

namespace {

constexpr std::size_t s_longest_line = 2'000, s_longest_reason = 200, s_listed_problems = 100;
constexpr std::size_t s_lines_at_once = 100; // a transaction; others get their turn in between
constexpr std::string_view s_byte_order_mark = "\xEF\xBB\xBF";

struct Line {
    std::int64_t number;
    ReadingId reading;
    bool is_accepted;
    std::string reason;
};

enum class Effect { accepted, rejected, unchanged, unknown_reading, already_rejected };

// Up to the next separator, out of its quotes.
std::string take_field(std::string_view& line, bool is_last)
{
    std::string field;
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (line.starts_with('"')) {
        auto end = line.find('"', 1);
        while (end != std::string_view::npos && line.substr(end + 1).starts_with('"'))
            end = line.find('"', end + 2);
        if (end != std::string_view::npos) {
            field = replaced(std::string { line.substr(1, end - 1) }, "\"\"", "\"");
            line.remove_prefix(end + 1);
        }
    }
    auto const end = is_last ? line.size() : std::min(line.find(';'), line.size());
    field += line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    return std::string { trimmed(field) };
}

Result<Line, ReceiptProblem> parse(std::string_view text, std::int64_t number)
{
    auto const problem = [&](std::string key, std::string reading = {}) { return refuse(ReceiptProblem { number, std::move(key), std::move(reading) }); };
    if (text.size() > s_longest_line || !is_utf8(text))
        return problem("bad_line");
    auto const id = ReadingId::parse(take_field(text, false));
    if (!id)
        return problem("bad_line");
    auto const verdict = ascii_lower(take_field(text, false));
    if (verdict != "accepted" && verdict != "rejected")
        return problem("bad_verdict", id->text());
    auto reason = take_field(text, true);
    if (has_control_characters(reason) || character_count(reason) > s_longest_reason)
        return problem("bad_reason", id->text());
    return Line { number, *id, verdict == "accepted", std::move(reason) };
}

// It names columns, not a verdict.
bool is_heading(std::string_view line)
{
    auto const text = ascii_lower(line);
    return text.find("accepted") == std::string::npos && text.find("rejected") == std::string::npos;
}

Effect judge(db::Transaction& transaction, TenantScope const& scope, Line const& line, Instant now,
    std::function<void(db::Transaction&, RejectedReading const&)> const& tell)
{
    auto const row = transaction.one(sql::reading_to_judge, scope.tenant(), line.reading);
    if (!row)
        return Effect::unknown_reading;
    std::string_view const verdict = line.is_accepted ? "accepted" : "rejected";
    if (row->text_view(9) == verdict)
        return Effect::unchanged;
    if (row->text_view(9) == "rejected")
        return Effect::already_rejected;
    transaction.execute(sql::set_verdict, verdict, line.is_accepted ? std::string {} : line.reason, now, scope.tenant(), line.reading);
    if (line.is_accepted)
        return Effect::accepted;
    if (row->is_null(8)) // he has corrected it himself meanwhile
        return Effect::rejected;
    transaction.execute(sql::supersede_submission, scope.tenant(), line.reading);
    if (auto const reporter = transaction.one(sql::reporter, scope.tenant(), row->text(0), row->integer(1)))
        tell(transaction,
            { scope.tenant(), reporter->text(0), reporter->text(1), row->text(2), row->text(5), { row->integer(3), static_cast<int>(row->integer(4)) },
                row->date(6), row->date(7), line.reason });
    return Effect::rejected;
}

void add_problem(ReceiptReport& report, ReceiptProblem problem)
{
    ++report.problem_count;
    if (report.problems.size() < s_listed_problems)
        report.problems.push_back(std::move(problem));
}

void add(ReceiptReport& report, Line const& line, Effect effect)
{
    switch (effect) {
    case Effect::accepted: ++report.accepted; break;
    case Effect::rejected: ++report.rejected; break;
    case Effect::unchanged: ++report.unchanged; break;
    case Effect::unknown_reading: add_problem(report, { line.number, "unknown_reading", line.reading.text() }); break;
    case Effect::already_rejected: add_problem(report, { line.number, "already_rejected", line.reading.text() }); break;
    }
}

}

ReceiptReport ReceiptService::take(TenantScope const& scope, std::string const& name, std::istream& lines) const
{
    ReceiptReport report;
    std::vector<Line> waiting;
    auto const now = m_clock.now();
    auto const judge_waiting = [&] {
        auto const effects = m_database.transact([&](db::Transaction& transaction) {
            std::vector<Effect> all;
            for (auto const& line : waiting)
                all.push_back(judge(transaction, scope, line, now, m_tell));
            auto const changed = std::count_if(all.begin(), all.end(), [](Effect effect) { return effect == Effect::accepted || effect == Effect::rejected; });
            if (changed > 0)
                audit::record(transaction, now, { scope.tenant(), {}, audit::Actor::job, "readings.judged", name, std::to_string(changed) });
            return all;
        });
        for (std::size_t i = 0; i < waiting.size(); ++i)
            add(report, waiting[i], effects[i]);
        waiting.clear();
    };
    std::int64_t number = 0;
    for (std::string text; std::getline(lines, text);) {
        ++number;
        std::string_view line { text };
        if (number == 1 && line.starts_with(s_byte_order_mark))
            line.remove_prefix(s_byte_order_mark.size());
        line = trimmed(line);
        if (line.empty() || (number == 1 && is_heading(line)))
            continue;
        auto parsed = parse(line, number);
        if (!parsed)
            add_problem(report, parsed.refusal());
        else
            waiting.push_back(std::move(*parsed));
        if (waiting.size() == s_lines_at_once)
            judge_waiting();
    }
    if (!waiting.empty())
        judge_waiting();
    return report;
}

}
