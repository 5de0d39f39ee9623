// Texts and formats: what a customer reads, in both languages.
#include "view/samples/samples.h"

#include "view/format.h"
#include "view/texts.h"

#include "base/text.h"

#include <cppunit/extensions/HelperMacros.h>

#include <unicode/numberformatter.h>

#include <limits>

namespace {

using namespace portal;
using namespace portal::view;

class TextsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(TextsTest);
    CPPUNIT_TEST(says_a_text_in_both_languages);
    CPPUNIT_TEST(fills_placeholders_once);
    CPPUNIT_TEST(names_a_text_that_does_not_exist);
    CPPUNIT_TEST(falls_back_for_a_key_from_outside);
    CPPUNIT_TEST(knows_the_four_slovenian_plural_forms);
    CPPUNIT_TEST(lets_a_utility_say_it_differently);
    CPPUNIT_TEST(writes_money_as_people_do);
    CPPUNIT_TEST(writes_large_money_to_the_cent);
    CPPUNIT_TEST(writes_every_amount_as_icu_does);
    CPPUNIT_TEST(writes_dates_as_people_do);
    CPPUNIT_TEST(writes_quantities_with_all_their_digits);
    CPPUNIT_TEST(writes_an_instant_in_the_utilitys_zone);
    CPPUNIT_TEST_SUITE_END();

    Texts const sl { samples::theme_sources().catalogues, "sl" };
    Texts const en { samples::theme_sources().catalogues, "en" };
    Format const slovenian { sl };
    Format const english { en };
    Currency const euro { "EUR" };
    UErrorCode m_status = U_ZERO_ERROR;

    static Date date(int y, unsigned m, unsigned d) { return { std::chrono::year { y }, std::chrono::month { m }, std::chrono::day { d } }; }

public:
    void says_a_text_in_both_languages()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "Ustvari račun" }, sl.get("register.submit"));
        CPPUNIT_ASSERT_EQUAL(std::string { "Create account" }, en.get("register.submit"));
    }

    void fills_placeholders_once()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "rok {due}" }, sl.get("overview.due", { { "due", "{due}" } }));
        CPPUNIT_ASSERT_THROW(sl.get("overview.due"), std::out_of_range);
    }

    void names_a_text_that_does_not_exist()
    {
        CPPUNIT_ASSERT(!sl.has("nothing.here"));
        CPPUNIT_ASSERT_THROW_MESSAGE("nothing.here", sl.get("nothing.here"), std::out_of_range);
    }

    void falls_back_for_a_key_from_outside()
    {
        CPPUNIT_ASSERT_EQUAL(sl.get("reference.invalid"), sl.get_or("reference.of_a_strange_plugin", "reference.invalid"));
        CPPUNIT_ASSERT_EQUAL(sl.get("security_code.not_digits"), sl.get_or("security_code.not_digits", "security_code.invalid"));
    }

    void knows_the_four_slovenian_plural_forms()
    {
        auto const of = [this](std::int64_t count) { return sl.plural("invoices.count", count); };
        CPPUNIT_ASSERT_EQUAL(std::string { "1 račun" }, of(1));
        CPPUNIT_ASSERT_EQUAL(std::string { "2 računa" }, of(2));
        CPPUNIT_ASSERT_EQUAL(std::string { "4 računi" }, of(4));
        CPPUNIT_ASSERT_EQUAL(std::string { "5 računov" }, of(5));
        CPPUNIT_ASSERT_EQUAL(std::string { "101 račun" }, of(101));
        CPPUNIT_ASSERT_EQUAL(std::string { "7000000102 računa" }, of(7'000'000'102));
        CPPUNIT_ASSERT_EQUAL(std::string { "0 računov" }, of(0));
        CPPUNIT_ASSERT_EQUAL(std::string { "1 bill" }, en.plural("invoices.count", 1));
        CPPUNIT_ASSERT_EQUAL(std::string { "2 bills" }, en.plural("invoices.count", 2));
    }

    void lets_a_utility_say_it_differently()
    {
        auto const own = sl.with({ { "bill.code.label", "Številka računa" } });
        CPPUNIT_ASSERT_EQUAL(std::string { "Številka računa" }, own.get("bill.code.label"));
        CPPUNIT_ASSERT_EQUAL(std::string { "Varnostna koda" }, sl.get("bill.code.label"));
    }

    void writes_money_as_people_do()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "1.234,56\u00A0€" }, slovenian.money({ 123456, euro }));
        CPPUNIT_ASSERT_EQUAL(std::string { "\u221225,00\u00A0€" }, slovenian.money({ -2500, euro }));
        CPPUNIT_ASSERT_EQUAL(std::string { "0,05\u00A0€" }, slovenian.money({ 5, euro }));
        CPPUNIT_ASSERT_EQUAL(std::string { "€1,234.56" }, english.money({ 123456, euro }));
        CPPUNIT_ASSERT_EQUAL(std::string { "\u2212€25.00" }, english.money({ -2500, euro }));
        CPPUNIT_ASSERT_EQUAL(std::string { "\u221225,00" }, slovenian.amount({ -2500, euro }));
        CPPUNIT_ASSERT_EQUAL(std::string { "500\u00A0¥" }, slovenian.money({ 500, Currency { "JPY" } }));
    }

    void writes_large_money_to_the_cent()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "92.233.720.368.547.758,07\u00A0€" }, slovenian.money({ std::numeric_limits<std::int64_t>::max(), euro }));
        CPPUNIT_ASSERT_EQUAL(std::string { "\u221292.233.720.368.547.758,08\u00A0€" }, slovenian.money({ std::numeric_limits<std::int64_t>::min(), euro }));
    }

    void writes_every_amount_as_icu_does()
    {
        for (auto const* const language : { "sl_SI", "en_GB" }) {
            auto const formatter = icu::number::NumberFormatter::withLocale(icu::Locale { language }).unit(icu::CurrencyUnit { u"EUR", m_status });
            for (std::int64_t minor = 1; minor < 1'000'000'000'000'000; minor = minor * 7 + 3) {
                for (auto const each : { minor, -minor }) {
                    Money const money { each, euro };
                    std::string expected;
                    formatter.formatDecimal(money.decimal_text(), m_status).toString(m_status).toUTF8String(expected);
                    expected = replaced(expected, "-", "\u2212");
                    CPPUNIT_ASSERT_EQUAL(expected, (language[0] == 's' ? slovenian : english).money(money));
                }
            }
        }
        CPPUNIT_ASSERT(U_SUCCESS(m_status));
    }

    void writes_dates_as_people_do()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "31. 5. 2018" }, slovenian.date(date(2018, 5, 31)));
        CPPUNIT_ASSERT_EQUAL(std::string { "3. junija 2018" }, slovenian.long_date(date(2018, 6, 3)));
        CPPUNIT_ASSERT_EQUAL(std::string { "3. junija" }, slovenian.day_and_month(date(2018, 6, 3)));
        CPPUNIT_ASSERT_EQUAL(std::string { "maj 2018" }, slovenian.month(date(2018, 5, 1)));
        CPPUNIT_ASSERT_EQUAL(std::string { "1. 5. 2018–31. 5. 2018" }, slovenian.period(date(2018, 5, 1), date(2018, 5, 31)));
        CPPUNIT_ASSERT_EQUAL(std::string { "31 May 2018" }, english.date(date(2018, 5, 31)));
        CPPUNIT_ASSERT_EQUAL(std::string { "3 June" }, english.day_and_month(date(2018, 6, 3)));
    }

    void writes_quantities_with_all_their_digits()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "1.499\u00A0m³" }, slovenian.quantity(Quantity { 1499 }, "m³"));
        CPPUNIT_ASSERT_EQUAL(std::string { "0,8410" }, slovenian.decimal(Quantity { 8410, 4 }));
        CPPUNIT_ASSERT_EQUAL(std::string { "0.8410" }, english.decimal(Quantity { 8410, 4 }));
        CPPUNIT_ASSERT_EQUAL(std::string { "12.345" }, slovenian.integer(12345));
    }

    void writes_an_instant_in_the_utilitys_zone()
    {
        TimeZone const ljubljana { "Europe/Ljubljana" };
        Instant const instant = std::chrono::sys_days { date(2018, 6, 1) } + std::chrono::hours { 22 } + std::chrono::minutes { 5 };
        CPPUNIT_ASSERT_EQUAL(std::string { "2. 6. 2018 ob 0.05" }, slovenian.instant(instant, ljubljana));
        CPPUNIT_ASSERT_EQUAL(std::string { "2 June 2018, 0:05" }, english.instant(instant, ljubljana));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TextsTest);

}
