// Electronic invoices for tests: the files of tests/plugins/e_invoices, changed in places, and what is read from them.
#pragma once

#include "plugins/text_delivery.h"

#include <portal/e_invoice/read.hpp>
#include <portal/e_invoice/rules.hpp>

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace portal::test {

using namespace portal::sdk;
using e_invoice::Invoice;

// One of the files beside this test.
inline std::string file(std::string const& name)
{
    std::ifstream in { std::string { std::getenv("PORTAL_SOURCE") } + "/tests/plugins/e_invoices/" + name, std::ios::binary };
    std::string content { std::istreambuf_iterator<char> { in }, {} };
    CPPUNIT_ASSERT_MESSAGE(name, !content.empty());
    return content;
}

struct Read {
    std::vector<Invoice> invoices;
    std::vector<std::string> formats, problems;
};

inline Read read_all(std::string content, std::size_t step = 1'000'000)
{
    TextDelivery text { { { "a.xml", std::move(content) } }, step };
    Delivery delivery { text.border() };
    delivery.next();
    ProblemSink problems;
    auto sink = problems.sink();
    Read read;
    try {
        auto xml = delivery.xml();
        e_invoice::each(xml, "a.xml", sink, [&](e_invoice::Format const& format, Invoice const& invoice) {
            read.formats.emplace_back(format.name);
            read.invoices.push_back(invoice);
        });
    } catch (BadDelivery const& refusal) {
        read.problems.push_back(refusal.key() + " " + refusal.detail());
    }
    read.problems.insert(read.problems.end(), problems.problems.begin(), problems.problems.end());
    return read;
}

inline Invoice only(std::string const& content)
{
    auto read = read_all(content);
    CPPUNIT_ASSERT_MESSAGE(read.problems.empty() ? "" : read.problems.front(), read.problems.empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, read.invoices.size());
    return read.invoices.front();
}

inline std::string rules(Invoice const& invoice)
{
    std::string names;
    for (auto const& problem : e_invoice::broken_rules(invoice))
        names += problem.rule + " ";
    return names;
}

inline std::string text(Decimal value) { return value.scale < 0 ? "-" : e_invoice::Exact { value }.text(); }
inline std::string text(Date date)
{
    if (!date.ok())
        return "-";
    return std::to_string(static_cast<int>(date.year())) + "/" + std::to_string(static_cast<unsigned>(date.month())) + "/"
        + std::to_string(static_cast<unsigned>(date.day()));
}
inline std::string joined(std::initializer_list<std::string> parts)
{
    std::string all;
    for (auto const& part : parts)
        (all += all.empty() ? "" : "|") += part;
    return all;
}

inline std::string replaced(std::string content, std::string const& what, std::string const& with)
{
    auto const at = content.find(what);
    CPPUNIT_ASSERT_MESSAGE(what, at != std::string::npos);
    return content.replace(at, what.size(), with);
}

}
