// What is taken as a reading, what is refused and what is asked twice.
#include "features/meters/reading_rules.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace portal::meters;

namespace {

Date day(std::string_view iso) { return date_from_iso(iso).value(); }

// Twelve units every thirty days, the last reading 1499 on 30 April 2018; five digits.
Register a_water_meter()
{
    Register meter_register { "1", "m3", 5, 3, {}, {} };
    for (int back = 0; back < 14; ++back)
        meter_register.history.push_back({ add_days(day("2018-04-30"), -30 * back), Quantity { 1499 - 12 * back }, "utility" });
    return meter_register;
}

ReadingQuestion typed(std::string_view text) { return { text, day("2018-06-02"), day("2018-06-02"), day("2018-05-25"), {} }; }

class ReadingRulesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ReadingRulesTest);
    CPPUNIT_TEST(takes_the_black_digits_with_leading_zeros_and_spaces);
    CPPUNIT_TEST(refuses_fractions_letters_and_nothing);
    CPPUNIT_TEST(refuses_more_digits_than_the_dial_has);
    CPPUNIT_TEST(refuses_a_reading_below_the_last_one);
    CPPUNIT_TEST(takes_the_same_reading_again_as_no_use);
    CPPUNIT_TEST(a_dial_that_passed_its_end_is_asked_twice);
    CPPUNIT_TEST(a_big_step_back_is_no_roll_over);
    CPPUNIT_TEST(refuses_tomorrow_and_the_time_before_the_window);
    CPPUNIT_TEST(refuses_everything_outside_the_window);
    CPPUNIT_TEST(asks_twice_for_an_unusual_use_and_says_how_much);
    CPPUNIT_TEST(a_usual_use_passes_at_once);
    CPPUNIT_TEST(without_a_history_nothing_is_unusual);
    CPPUNIT_TEST(a_replaced_dial_does_not_spoil_the_habit);
    CPPUNIT_TEST(the_first_reading_of_all_is_taken);
    CPPUNIT_TEST_SUITE_END();

    static ReadingRefusal refusal(std::string_view text) { return judge(a_water_meter(), typed(text)).refusal(); }

public:
    void takes_the_black_digits_with_leading_zeros_and_spaces()
    {
        for (auto const* text : { "1512", "01512", " 01 512 ", "0 1512" })
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1512 }, judge(a_water_meter(), typed(text))->value);
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 13 }, judge(a_water_meter(), typed("1512"))->consumption);
    }
    void refuses_fractions_letters_and_nothing()
    {
        CPPUNIT_ASSERT(refusal("") == ReadingRefusal::missing && refusal("  ") == ReadingRefusal::missing);
        for (auto const* text : { "1512,5", "1512.5", "-1512", "1512m", "١٥", "1e3" })
            CPPUNIT_ASSERT(refusal(text) == ReadingRefusal::not_whole);
    }
    void refuses_more_digits_than_the_dial_has()
    {
        CPPUNIT_ASSERT(refusal("151200") == ReadingRefusal::too_many_digits);
        CPPUNIT_ASSERT(refusal("99999999999999999999999999") == ReadingRefusal::too_many_digits);
    }
    void refuses_a_reading_below_the_last_one()
    {
        CPPUNIT_ASSERT(refusal("1498") == ReadingRefusal::below_last);
        CPPUNIT_ASSERT(refusal("0") == ReadingRefusal::below_last);
    }
    void takes_the_same_reading_again_as_no_use() { CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, judge(a_water_meter(), typed("1499"))->consumption); }
    void a_dial_that_passed_its_end_is_asked_twice()
    {
        auto meter_register = a_water_meter();
        meter_register.history = { { day("2018-04-30"), Quantity { 99'995 }, "utility" } };
        auto const judged = judge(meter_register, typed("7"));
        CPPUNIT_ASSERT(judged->rolled_over && judged->is_unusual);
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 12 }, judged->consumption);
    }
    void a_big_step_back_is_no_roll_over()
    {
        auto meter_register = a_water_meter();
        meter_register.history = { { day("2018-04-30"), Quantity { 50'000 }, "utility" } };
        CPPUNIT_ASSERT(judge(meter_register, typed("7")).refusal() == ReadingRefusal::below_last);
    }
    void refuses_tomorrow_and_the_time_before_the_window()
    {
        auto question = typed("1512");
        question.read_on = day("2018-06-03");
        CPPUNIT_ASSERT(judge(a_water_meter(), question).refusal() == ReadingRefusal::in_future);
        question.read_on = day("2018-05-24");
        CPPUNIT_ASSERT(judge(a_water_meter(), question).refusal() == ReadingRefusal::before_window);
        auto read_later = a_water_meter();
        read_later.history.insert(read_later.history.begin(), { day("2018-05-31"), Quantity { 1500 }, "utility" });
        question.read_on = day("2018-05-30");
        CPPUNIT_ASSERT(judge(read_later, question).refusal() == ReadingRefusal::before_last);
    }
    void refuses_everything_outside_the_window()
    {
        auto question = typed("1512");
        question.window_start = std::nullopt;
        CPPUNIT_ASSERT(judge(a_water_meter(), question).refusal() == ReadingRefusal::window_closed);
    }
    void asks_twice_for_an_unusual_use_and_says_how_much()
    {
        auto const judged = judge(a_water_meter(), typed("1574"));
        CPPUNIT_ASSERT(judged->is_unusual && !judged->rolled_over);
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 75 }, judged->consumption);
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 13 }, judged->usual.value());
    }
    void a_usual_use_passes_at_once()
    {
        CPPUNIT_ASSERT(!judge(a_water_meter(), typed("1512"))->is_unusual);
        CPPUNIT_ASSERT(!judge(a_water_meter(), typed("1531"))->is_unusual);
    }
    void without_a_history_nothing_is_unusual()
    {
        auto meter_register = a_water_meter();
        meter_register.history.resize(1);
        auto const judged = judge(meter_register, typed("3000"));
        CPPUNIT_ASSERT(!judged->is_unusual && !judged->usual);
    }
    void a_replaced_dial_does_not_spoil_the_habit()
    {
        auto meter_register = a_water_meter();
        for (std::size_t i = 6; i < meter_register.history.size(); ++i)
            meter_register.history[i].value = Quantity { 40'000 };
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 13 }, usual_consumption(meter_register, day("2018-06-02")).value());
    }
    void the_first_reading_of_all_is_taken()
    {
        auto meter_register = a_water_meter();
        meter_register.history.clear();
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 7 }, judge(meter_register, typed("7"))->value);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReadingRulesTest);

}
