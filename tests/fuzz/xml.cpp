// XML as a stranger may send it: records come as trees of plain UTF-8, or the file is refused with its line. The first byte says how much of
// it a read gives, the second one how tight the bounds are.
#include "check.h"

#include "plugins/text_delivery.h"

#include <portal/xml.hpp>

#include <cstdint>

namespace {

using namespace portal::sdk;

constexpr std::size_t s_deepest = 16;

template <typename Read> void is_one_or_not(Read read)
{
    try {
        read();
    } catch (RowError const& error) {
        check(error.key().starts_with("xml.bad_"), "a value is one or it is not");
    }
}

void hold(XmlElement const& element, std::size_t depth)
{
    check(element && depth <= s_deepest, "a tree has a bottom");
    check(!element.name().empty() && is_utf8(element.name()) && is_utf8(element.space()) && is_utf8(element.text()), "an element is plain text");
    check(is_utf8(element.attribute("a")), "an attribute is plain text");
    for (auto const child : element.children()) {
        check(static_cast<bool>(element.find(child.name())), "a child is found by its name");
        hold(child, depth + 1);
    }
    for (auto const* path : { "", "b", "b/b", "b@a", "@a", "/", "@" }) {
        is_one_or_not([&] { element.date(path); });
        is_one_or_not([&] { element.decimal(path); });
        is_one_or_not([&] { element.money_or_zero(path, "EUR"); });
    }
}

}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size < 2)
        return 0;
    std::string content { reinterpret_cast<char const*>(data) + 2, size - 2 };
    portal::test::TextDelivery text { { { "a.xml", std::move(content) } }, data[0] + 1U };
    Delivery delivery { text.border() };
    delivery.next();
    portal::test::ProblemSink problems;
    auto sink = problems.sink();
    try {
        XmlOptions const options { .deepest = s_deepest, .largest_record = data[1] * 64U + 1'000U, .longest_tag = 1'000 };
        delivery.xml(options).each({ "a", "Invoice" }, sink, [](XmlElement const& record) { hold(record, 1); });
    } catch (BadDelivery const& refusal) {
        check(refusal.key().starts_with("xml.") && refusal.detail().starts_with("line "), "a refusal says where");
    }
    for (auto const& problem : problems.problems)
        check(problem.find(" xml.too_large") != std::string::npos, "a record is taken or too large");
    return 0;
}
