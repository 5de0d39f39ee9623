#include "features/meters/reading_rules.h"

#include "base/text.h"
#include "features/meters/use_rules.h"

namespace portal::meters {

namespace {

constexpr int s_most_digits = 12;
constexpr int s_days_of_habit = 400; // a year and what a late reading adds

}

std::string_view text_key(ReadingRefusal refusal)
{
    switch (refusal) {
    case ReadingRefusal::missing: return "reading.missing";
    case ReadingRefusal::not_whole: return "reading.not_whole";
    case ReadingRefusal::too_many_digits: return "reading.too_many_digits";
    case ReadingRefusal::below_last: return "reading.below_last";
    case ReadingRefusal::in_future: return "reading.in_future";
    case ReadingRefusal::before_window: return "reading.outside_window";
    case ReadingRefusal::before_last: return "reading.before_last";
    case ReadingRefusal::window_closed: return "reading.window_closed";
    case ReadingRefusal::date_invalid: return "reading.date_invalid";
    }
    return "reading.not_whole";
}

std::optional<std::int64_t> parse_dial(std::string_view typed)
{
    std::string digits;
    for (char const c : replaced(std::string { typed }, "\u00a0", " "))
        if (c != ' ')
            digits += c;
    auto const first = digits.find_first_not_of('0');
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    if (first == std::string::npos)
        return 0;
    // More than any dial has is still a number, so that the customer hears "too many digits" and not "no number".
    return parse_integer(std::string_view { digits }.substr(first, s_most_digits + 1));
}

std::optional<std::int64_t> usual_consumption(Register const& meter_register, Date read_on)
{
    auto const last = meter_register.last();
    if (!last)
        return std::nullopt;
    std::int64_t used = 0;
    int days = 0;
    for (auto const& use : uses(meter_register)) {
        if (days >= s_days_of_habit)
            break;
        used += use.units;
        days += days_between(use.from, use.to);
    }
    if (days < 28)
        return std::nullopt;
    return used * days_between(last->read_on, read_on) / days;
}

Result<JudgedReading, ReadingRefusal> judge(Register const& meter_register, ReadingQuestion const& question)
{
    if (!question.window_start)
        return refuse(ReadingRefusal::window_closed);
    if (trimmed(question.typed).empty())
        return refuse(ReadingRefusal::missing);
    auto const value = parse_dial(question.typed);
    if (!value)
        return refuse(ReadingRefusal::not_whole);
    auto const size = dial_size(meter_register.digits);
    if (*value >= size)
        return refuse(ReadingRefusal::too_many_digits);
    if (question.read_on > question.today)
        return refuse(ReadingRefusal::in_future);
    if (question.read_on < *question.window_start)
        return refuse(ReadingRefusal::before_window);
    JudgedReading judged { *value, 0, false, false, usual_consumption(meter_register, question.read_on) };
    auto const last = meter_register.last();
    if (!last)
        return judged;
    if (question.read_on < last->read_on)
        return refuse(ReadingRefusal::before_last);
    judged.rolled_over = *value < last->value.whole();
    if (judged.rolled_over && !passed_the_end(last->value.whole(), *value, meter_register.digits))
        return refuse(ReadingRefusal::below_last);
    judged.consumption = *value - last->value.whole() + (judged.rolled_over ? size : 0);
    judged.is_unusual = judged.rolled_over
        || (judged.usual && judged.consumption > *judged.usual * question.unusual.factor_percent / 100
            && judged.consumption - *judged.usual >= question.unusual.least);
    return judged;
}

}
