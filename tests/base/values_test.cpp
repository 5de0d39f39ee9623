// Money, quantities, dates, ids: the values everything else is made of.
#include "base/date.h"
#include "base/id.h"
#include "base/money.h"
#include "base/quantity.h"
#include "base/text.h"
#include "base/time.h"

#include <cppunit/extensions/HelperMacros.h>

#include <limits>

using namespace portal;

namespace {

class ValuesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ValuesTest);
    CPPUNIT_TEST(money_reads_what_people_type);
    CPPUNIT_TEST(money_refuses_what_is_no_amount);
    CPPUNIT_TEST(money_never_overflows_silently);
    CPPUNIT_TEST(money_does_not_mix_currencies);
    CPPUNIT_TEST(quantities_compare_by_worth);
    CPPUNIT_TEST(an_id_survives_its_text);
    CPPUNIT_TEST(ids_grow);
    CPPUNIT_TEST(dates_refuse_the_thirtieth_of_february);
    CPPUNIT_TEST(midnight_comes_earlier_in_ljubljana);
    CPPUNIT_TEST(a_day_begins_at_midnight_of_its_zone);
    CPPUNIT_TEST(utf8_is_told_from_other_bytes);
    CPPUNIT_TEST(an_address_is_parsed_narrowly);
    CPPUNIT_TEST(a_mistyped_word_finds_its_neighbour);
    CPPUNIT_TEST_SUITE_END();

    Currency const eur { "EUR" };

public:
    void money_reads_what_people_type()
    {
        auto const minor = [&](std::string_view text) { return Money::parse(text, eur).value().minor(); };
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 123456 }, minor("1.234,56"));
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 123456 }, minor("1234.56"));
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 123450 }, minor(" 1234,5 EUR"));
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 123400 }, minor("1.234"));
        CPPUNIT_ASSERT_EQUAL(std::int64_t { -300 }, minor("-3"));
        CPPUNIT_ASSERT_EQUAL(std::int64_t { -2500 }, minor("−25,00 €"));
        CPPUNIT_ASSERT_EQUAL(std::string { "-0.05" }, Money(-5, eur).decimal_text());
    }
    void money_refuses_what_is_no_amount()
    {
        for (auto const* text : { "", "-", ",", "12,", "1,23,4", "1.23.456,00", "12a", "1..2", "9999999999999999", ".5", "1,234,56" })
            CPPUNIT_ASSERT_MESSAGE(text, !Money::parse(text, eur));
    }
    void money_never_overflows_silently()
    {
        Money const most { std::numeric_limits<std::int64_t>::max(), eur };
        CPPUNIT_ASSERT_THROW(most + Money(1, eur), std::overflow_error);
        CPPUNIT_ASSERT_THROW(-Money(std::numeric_limits<std::int64_t>::min(), eur), std::overflow_error);
    }
    void money_does_not_mix_currencies() { CPPUNIT_ASSERT_THROW(Money(1, eur) + Money(1, Currency { "CHF" }), std::domain_error); }
    void quantities_compare_by_worth()
    {
        CPPUNIT_ASSERT(Quantity::parse("1499,5").value() == Quantity(149950, 2));
        CPPUNIT_ASSERT(Quantity(1500) > Quantity(14999, 1));
        CPPUNIT_ASSERT(Quantity(15, 1) - Quantity(2) == Quantity(-5, 1));
        CPPUNIT_ASSERT_EQUAL(std::string { "-0.5" }, Quantity(-5, 1).decimal_text());
        CPPUNIT_ASSERT(!Quantity(15, 1).rescaled(0));
        CPPUNIT_ASSERT(!Quantity::parse("1.2.3") && !Quantity::parse("1,") && !Quantity::parse(",5") && !Quantity::parse(""));
    }
    void an_id_survives_its_text()
    {
        auto const id = InvoiceId::make();
        CPPUNIT_ASSERT_EQUAL(std::size_t { 13 }, id.text().size());
        CPPUNIT_ASSERT(InvoiceId::parse(id.text()) == id);
        CPPUNIT_ASSERT(InvoiceId::parse(ascii_lower(id.text())) == id);
        CPPUNIT_ASSERT(!InvoiceId::parse("8000000000000") && !InvoiceId::parse("IIIIIIIIIIIII") && !InvoiceId::parse("1"));
    }
    void ids_grow()
    {
        auto last = new_id();
        for (int i = 0; i < 10'000; ++i) {
            auto const next = new_id();
            CPPUNIT_ASSERT(next > last);
            last = next;
        }
    }
    void dates_refuse_the_thirtieth_of_february()
    {
        CPPUNIT_ASSERT(!date_from_iso("2018-02-30") && !date_from_number(20180230) && !date_from_iso("2018-2-3"));
        CPPUNIT_ASSERT_EQUAL(20180531, date_to_number(date_from_iso("2018-05-31").value()));
        CPPUNIT_ASSERT_EQUAL(15, days_between(date_from_number(20180531).value(), date_from_number(20180615).value()));
    }
    void midnight_comes_earlier_in_ljubljana()
    {
        TimeZone const zone { "Europe/Ljubljana" };
        Instant const summer_evening = std::chrono::sys_days { date_from_iso("2018-06-02").value() } + std::chrono::hours { 22 } + std::chrono::minutes { 30 };
        CPPUNIT_ASSERT_EQUAL(20180603, date_to_number(zone.date_at(summer_evening)));
        CPPUNIT_ASSERT_EQUAL(30, zone.minute_of_day_at(summer_evening));
        CPPUNIT_ASSERT_THROW(TimeZone { "Europe/Logatec" }, std::invalid_argument);
    }
    void a_day_begins_at_midnight_of_its_zone()
    {
        TimeZone const zone { "Europe/Ljubljana" };
        auto const midnight = [&](char const* day) { return instant_to_iso(zone.midnight(*date_from_iso(day))); };
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-01-31T23:00:00.000Z" }, midnight("2018-02-01"));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-05-31T22:00:00.000Z" }, midnight("2018-06-01"));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-03-24T23:00:00.000Z" }, midnight("2018-03-25")); // the day on which summer time begins
        auto const changes = zone.clock_changes(2018);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, changes.size());
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-03-25T01:00:00.000Z" }, instant_to_iso(changes[0].at));
        CPPUNIT_ASSERT(changes[0].before == std::chrono::hours { 1 } && changes[0].after == std::chrono::hours { 2 });
        CPPUNIT_ASSERT(zone.standard_offset(zone.midnight(*date_from_iso("2018-06-01"))) == std::chrono::hours { 1 });
        CPPUNIT_ASSERT(TimeZone { "Africa/Nairobi" }.clock_changes(2018).empty());
    }
    void utf8_is_told_from_other_bytes()
    {
        CPPUNIT_ASSERT(is_utf8("čšž € 💧") && is_utf8(""));
        CPPUNIT_ASSERT(!is_utf8("\xe8") && !is_utf8("\xc0\xaf") && !is_utf8("\xed\xa0\x80") && !is_utf8("\xf5\x80\x80\x80") && !is_utf8("\xe2\x82"));
    }
    void an_address_is_parsed_narrowly()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "Ana.Novak@example.si" }, parse_email(" Ana.Novak@Example.SI ").value());
        for (auto const* text :
            { "", "a", "a@b", "@b.si", "a b@c.si", "a@b.si\r\nBcc: x@y.si", "<a@b.si>", "a..b@c.si", "a@-b.si", "a@[127.0.0.1]", "a@b.si,c@d.si" })
            CPPUNIT_ASSERT_MESSAGE(text, !parse_email(text));
    }
    void a_mistyped_word_finds_its_neighbour()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "http.port" }, nearest("http.prot", { "http.bind", "http.port" }));
        CPPUNIT_ASSERT_EQUAL(std::string {}, nearest("zebra", { "http.bind", "http.port" }));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ValuesTest);

}
