// A meter that took the place of another: whose history it goes on with, and when nobody can say.
#include "features/meters/reading_rules.h"
#include "features/meters/replaced_meters.h"
#include "features/meters/use_rules.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace portal::meters;

namespace {

std::optional<Date> day(int number) { return number ? date_from_number(number) : std::nullopt; }

struct Reading {
    int read_on;
    std::int64_t value;
};

// The readings the newest first, as the store gives them.
HungMeter hung(std::string const& number, int installed, int removed, std::vector<Reading> const& readings = {}, std::string const& unit = "m3")
{
    static std::int64_t s_id = 0;
    Register one { "1", unit, 5, 0, {}, {} };
    for (auto const& [read_on, value] : readings)
        one.history.push_back({ *day(read_on), Quantity { value }, "utility" });
    return { { MeterId { ++s_id }, TenantId { 1 }, "107", number, "OM-1", "water", "Pot 1", "1370", "Logatec", { one } }, day(installed), day(removed), {} };
}

// "V-3 < V-2 < V-1", a line a meter that hangs on 2 June 2018.
std::string chains(std::vector<HungMeter> all)
{
    std::string text;
    for (auto const& meter : with_earlier_dials(std::move(all), *day(20180602))) {
        text += (text.empty() ? "" : "; ") + meter.number;
        for (auto const& dial : meter.registers.front().earlier)
            text += " < " + dial.meter_number;
    }
    return text;
}

// "20180301-20180401 12", the newest first.
std::string uses_of(std::vector<HungMeter> all)
{
    std::string text;
    for (auto const& use : uses(with_earlier_dials(std::move(all), *day(20180602)).front().registers.front()))
        text += (text.empty() ? "" : ", ") + std::to_string(date_to_number(use.from)) + "-" + std::to_string(date_to_number(use.to)) + " "
            + std::to_string(use.units);
    return text;
}

class ReplacedMetersTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ReplacedMetersTest);
    CPPUNIT_TEST(a_meter_goes_on_with_the_history_of_all_before_it);
    CPPUNIT_TEST(the_days_of_taking_out_and_building_in_may_differ);
    CPPUNIT_TEST(without_days_of_building_in_the_order_of_taking_out_counts);
    CPPUNIT_TEST(a_meter_that_hung_beside_it_is_no_successor);
    CPPUNIT_TEST(two_that_were_changed_on_one_day_begin_anew);
    CPPUNIT_TEST(two_that_one_meter_took_the_place_of_are_left_out);
    CPPUNIT_TEST(another_unit_is_another_history);
    CPPUNIT_TEST(registers_go_on_by_their_codes_or_when_they_are_alone);
    CPPUNIT_TEST(nothing_is_counted_from_one_dial_to_the_other);
    CPPUNIT_TEST(the_month_of_the_change_is_one_use);
    CPPUNIT_TEST(a_change_on_the_day_of_reading_joins_nothing);
    CPPUNIT_TEST(the_dial_is_judged_by_its_own_readings_and_the_use_by_all);
    CPPUNIT_TEST_SUITE_END();

    static void assert_is(std::string const& expected, std::string const& actual) { CPPUNIT_ASSERT_EQUAL(expected, actual); }

public:
    void a_meter_goes_on_with_the_history_of_all_before_it()
    {
        assert_is("V-3 < V-2 < V-1", chains({ hung("V-1", 20080312, 20130314), hung("V-2", 20130314, 20180314), hung("V-3", 20180314, 0) }));
        assert_is("V-2", chains({ hung("V-2", 20180314, 0) }));
        assert_is("", chains({ hung("V-1", 20080312, 20130314) }));
    }
    void the_days_of_taking_out_and_building_in_may_differ()
    {
        assert_is("V-2 < V-1", chains({ hung("V-1", 20080312, 20180314), hung("V-2", 20180312, 0) }));
        assert_is("V-2 < V-1", chains({ hung("V-1", 20080312, 20180314), hung("V-2", 20180401, 0) }));
    }
    void without_days_of_building_in_the_order_of_taking_out_counts()
    {
        assert_is("V-3 < V-2 < V-1", chains({ hung("V-1", 0, 20130314), hung("V-2", 0, 20180314), hung("V-3", 0, 0) }));
    }
    void a_meter_that_hung_beside_it_is_no_successor()
    {
        assert_is("garden; house-2 < house-1", chains({ hung("garden", 20080312, 0), hung("house-1", 20080312, 20180314), hung("house-2", 20180314, 0) }));
    }
    void two_that_were_changed_on_one_day_begin_anew()
    {
        assert_is("cold-2; warm-2",
            chains({ hung("cold-1", 20080312, 20180314), hung("cold-2", 20180314, 0), hung("warm-1", 20080312, 20180314), hung("warm-2", 20180314, 0) }));
    }
    void two_that_one_meter_took_the_place_of_are_left_out()
    {
        assert_is("V-2", chains({ hung("cold-1", 20080312, 20180314), hung("warm-1", 20080312, 20180314), hung("V-2", 20180314, 0) }));
    }
    void another_unit_is_another_history() { assert_is("V-2", chains({ hung("V-1", 20080312, 20180314, {}, "MWh"), hung("V-2", 20180314, 0, {}, "kWh") })); }
    void registers_go_on_by_their_codes_or_when_they_are_alone()
    {
        auto const with = [](HungMeter meter, std::vector<std::string> const& codes) {
            meter.meter.registers.clear();
            for (auto const& code : codes)
                meter.meter.registers.push_back({ code, "kWh", 6, 0, {}, {} });
            return meter;
        };
        auto const dials = [&](std::vector<std::string> const& before, std::vector<std::string> const& after) {
            std::string text;
            auto const meters = with_earlier_dials({ with(hung("E-1", 20080312, 20180314), before), with(hung("E-2", 20180314, 0), after) }, *day(20180602));
            for (auto const& one : meters.front().registers)
                text += one.code + "<" + (one.earlier.empty() ? "" : one.earlier.front().code) + " ";
            return text;
        };
        assert_is("1.8.1<1.8.1 1.8.2<1.8.2 ", dials({ "1.8.1", "1.8.2" }, { "1.8.1", "1.8.2" }));
        assert_is("1.8.0<1 ", dials({ "1" }, { "1.8.0" }));
        assert_is("1.8.1< 1.8.2< ", dials({ "1" }, { "1.8.1", "1.8.2" }));
    }
    void nothing_is_counted_from_one_dial_to_the_other()
    {
        // The new one hung a month unread; what it showed when it was built in is not known.
        assert_is("20180430-20180531 11, 20180131-20180228 12",
            uses_of(
                { hung("V-1", 0, 20180301, { { 20180228, 1499 }, { 20180131, 1487 } }), hung("V-2", 20180301, 0, { { 20180531, 29 }, { 20180430, 18 } }) }));
    }
    void the_month_of_the_change_is_one_use()
    {
        assert_is("20180331-20180430 11, 20180228-20180331 12, 20180131-20180228 13",
            uses_of({ hung("V-1", 0, 20180314, { { 20180314, 1504 }, { 20180228, 1499 }, { 20180131, 1486 } }),
                hung("V-2", 20180314, 0, { { 20180430, 18 }, { 20180331, 7 }, { 20180314, 0 } }) }));
    }
    void a_change_on_the_day_of_reading_joins_nothing()
    {
        assert_is("20180331-20180430 11, 20180228-20180331 12, 20180131-20180228 13",
            uses_of({ hung("V-1", 0, 20180331, { { 20180331, 1511 }, { 20180228, 1499 }, { 20180131, 1486 } }),
                hung("V-2", 20180331, 0, { { 20180430, 11 }, { 20180331, 0 } }) }));
    }
    void the_dial_is_judged_by_its_own_readings_and_the_use_by_all()
    {
        auto const one = with_earlier_dials(
            { hung("V-1", 0, 20180528, { { 20180528, 1499 }, { 20180428, 1487 }, { 20180328, 1475 } }), hung("V-2", 20180528, 0, { { 20180528, 3 } }) },
            *day(20180602))
                             .front()
                             .registers.front();
        auto const judged = [&](std::string_view typed) { return judge(one, { typed, *day(20180602), *day(20180602), day(20180525), {} }); };
        auto const usual = judged("5");
        CPPUNIT_ASSERT(usual && usual->consumption == 2 && usual->usual == 1 && !usual->is_unusual);
        CPPUNIT_ASSERT(judged("1512")->is_unusual); // read from the dial that is gone
        CPPUNIT_ASSERT(judged("2").refusal() == ReadingRefusal::below_last);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReplacedMetersTest);

}
