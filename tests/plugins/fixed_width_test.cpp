// Files whose columns stand at fixed places.
#include "plugins/text_delivery.h"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace portal::sdk;
using portal::test::ProblemSink;
using portal::test::TextDelivery;

class FixedWidthTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(FixedWidthTest);
    CPPUNIT_TEST(columns_stand_at_their_places);
    CPPUNIT_TEST(places_are_characters_in_every_encoding);
    CPPUNIT_TEST(what_is_behind_the_end_is_empty);
    CPPUNIT_TEST(a_bad_value_is_listed_with_its_line);
    CPPUNIT_TEST(a_column_without_a_place_is_a_mistake_of_the_author);
    CPPUNIT_TEST_SUITE_END();

    static FixedWidthOptions options(Encoding encoding = Encoding::automatic)
    {
        return { .columns = { { "NUMBER", 1, 4 }, { "NAME", 5, 6 }, { "TOTAL", 12, 8 } }, .encoding = encoding };
    }
    std::string read(std::string const& content, FixedWidthOptions const& options)
    {
        TextDelivery text { { { "a.txt", content } } };
        Delivery delivery { text.border() };
        delivery.next();
        ProblemSink problems;
        auto sink = problems.sink();
        std::string all;
        delivery.fixed_width(options).each(sink, [&](FixedWidthRow const& row) {
            auto const total = row.money_or_zero("TOTAL", "EUR").minor;
            ((all += row["NUMBER"]) += "|" + std::string { row["NAME"] } + "|") += std::to_string(total) + " ";
        });
        for (auto const& problem : problems.problems)
            all += problem;
        return all;
    }

public:
    void columns_stand_at_their_places()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "0001|Ana|123450 0002|Bojan|-5 " }, read("0001Ana   X1.234,50\r\n0002Bojan X   -0,05\r\n", options()));
    }
    void places_are_characters_in_every_encoding()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "0001|Žiga Č|100 " }, read("0001Žiga ČX1,00\n", options()));
        CPPUNIT_ASSERT_EQUAL(std::string { "0001|Žiga Č|100 " }, read("0001\x8Eiga \xC8X1,00\n", options(Encoding::windows_1250)));
    }
    void what_is_behind_the_end_is_empty() { CPPUNIT_ASSERT_EQUAL(std::string { "0001|Ana|0 7||0 " }, read("0001Ana\n7\n", options())); }
    void a_bad_value_is_listed_with_its_line()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "0002|Ana|0 a.txt:1 csv.bad_amount TOTAL" }, read("0001Ana    x\n0002Ana\n", options()));
    }
    void a_column_without_a_place_is_a_mistake_of_the_author()
    {
        CPPUNIT_ASSERT_THROW(read("1", { .columns = { { "NUMBER", 0, 4 } } }), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(read("1", { .columns = { { "NUMBER", 1, 0 } } }), std::invalid_argument);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FixedWidthTest);

}
