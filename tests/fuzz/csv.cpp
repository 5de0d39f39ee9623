// CSV and files of fixed width as a stranger may send them: every row comes as plain UTF-8 or is listed as a problem. The first three bytes
// choose how the file is read, and how much of it a read gives.
#include "check.h"

#include "plugins/text_delivery.h"

#include <cstdint>

namespace {

using namespace portal::sdk;

template <typename Read> void is_one_or_not(Read read)
{
    try {
        read();
    } catch (RowError const& error) {
        check(error.key().starts_with("csv.bad_"), "a value is one or it is not");
    }
}

void hold(TextRow const& row, std::string_view column)
{
    auto const text = row[column];
    check(is_utf8(text), "a field is UTF-8");
    check(text.find('\n') == std::string_view::npos, "a field is of one line");
    is_one_or_not([&] { row.date(column); });
    is_one_or_not([&] { row.decimal(column); });
    is_one_or_not([&] { row.money_or_zero(column, "EUR"); });
    is_one_or_not([&] { row.integer(column); });
}

NumberFormat numbers_of(unsigned choice)
{
    static constexpr NumberFormat s_formats[] { decimal_comma, decimal_point, { ',', ' ' }, { '.', '\'' } };
    return s_formats[choice % 4];
}

DateFormat dates_of(unsigned choice)
{
    static constexpr std::string_view s_patterns[] { "dd.mm.yyyy", "yyyy-mm-dd", "yyyymmdd", "dd/mm/yy" };
    return *DateFormat::find(s_patterns[choice % 4]);
}

void read_csv(Delivery& delivery, Sink& sink, std::uint8_t const* choice)
{
    CsvOptions const options { .separator = ";,\t|"[choice[0] & 3],
        .quote = "\"'\0\""[choice[0] >> 2 & 3],
        .encoding = encodings[(choice[0] >> 4) % encodings.size()],
        .longest_line = 200,
        .numbers = numbers_of(choice[1]),
        .dates = dates_of(choice[1] >> 2),
        .has_header = (choice[1] >> 4 & 1) != 0,
        .skipped_lines = static_cast<std::size_t>(choice[1] >> 7) };
    auto csv = delivery.csv(options);
    csv.each(sink, [&](CsvRow const& row) {
        for (auto const& column : csv.columns())
            hold(row, column);
    });
}

void read_fixed_width(Delivery& delivery, Sink& sink, std::uint8_t const* choice)
{
    FixedWidthOptions const options { .columns = { { "A", 1, 4 }, { "B", 5, 10 }, { "C", 10U + choice[0] % 4U, 20 } },
        .encoding = encodings[(choice[0] >> 4) % encodings.size()],
        .longest_line = 200,
        .numbers = numbers_of(choice[1]),
        .dates = dates_of(choice[1] >> 2),
        .skipped_lines = static_cast<std::size_t>(choice[1] >> 7) };
    delivery.fixed_width(options).each(sink, [&](FixedWidthRow const& row) {
        for (auto const* column : { "A", "B", "C" })
            hold(row, column);
    });
}

}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size < 3)
        return 0;
    std::string content { reinterpret_cast<char const*>(data) + 3, size - 3 };
    portal::test::TextDelivery text { { { "a.csv", std::move(content) } }, data[2] + 1U };
    Delivery delivery { text.border() };
    delivery.next();
    portal::test::ProblemSink problems;
    auto sink = problems.sink();
    try {
        (data[1] >> 5 & 1) != 0 ? read_fixed_width(delivery, sink, data) : read_csv(delivery, sink, data);
    } catch (BadDelivery const& refusal) {
        check(refusal.key().starts_with("csv."), "a refusal has a key");
    }
    for (auto const& problem : problems.problems)
        check(problem.find(" csv.") != std::string::npos, "a problem has a key");
    return 0;
}
