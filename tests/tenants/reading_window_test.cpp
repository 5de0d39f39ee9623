// Windows for meter readings that cross month ends.
#include "tenants/business_calendar.h"
#include "tenants/reading_window.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace std::chrono_literals;

namespace {

class ReadingWindowTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ReadingWindowTest);
    CPPUNIT_TEST(the_25th_to_the_3rd_is_one_window_over_the_months_end);
    CPPUNIT_TEST(it_crosses_the_years_end);
    CPPUNIT_TEST(it_crosses_february_with_and_without_a_leap_day);
    CPPUNIT_TEST(a_day_that_a_month_does_not_have_is_its_last);
    CPPUNIT_TEST(a_window_within_a_month_closes_in_it);
    CPPUNIT_TEST(one_day_is_a_window);
    CPPUNIT_TEST(the_whole_month_never_closes);
    CPPUNIT_TEST(every_day_belongs_to_the_window_that_opened_last);
    CPPUNIT_TEST(what_is_no_window_is_refused);
    CPPUNIT_TEST(the_demo_day_wins_over_the_clock);
    CPPUNIT_TEST_SUITE_END();

    static Date date(int number) { return date_from_number(number).value(); }
    static std::string text(std::optional<Date> day) { return day ? date_to_iso(*day) : "closed"; }
    static std::string start(char const* window, int day) { return text(tenants::ReadingWindow::parse(window).value().start_for(date(day))); }
    static std::string end(char const* window, int day) { return text(tenants::ReadingWindow::parse(window).value().end_for(date(day))); }
    static std::string next(char const* window, int day) { return date_to_iso(tenants::ReadingWindow::parse(window).value().next_opening(date(day))); }

public:
    void the_25th_to_the_3rd_is_one_window_over_the_months_end()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "closed" }, start("25-3", 20180524));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-05-25" }, start("25-3", 20180525));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-05-25" }, start("25-3", 20180531));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-05-25" }, start("25-3", 20180602));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-06-03" }, end("25-3", 20180602));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-06-03" }, end("25-3", 20180525));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-05-25" }, start("25-3", 20180603));
        CPPUNIT_ASSERT_EQUAL(std::string { "closed" }, start("25-3", 20180604));
        CPPUNIT_ASSERT_EQUAL(std::string { "closed" }, end("25-3", 20180604));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-06-25" }, next("25-3", 20180604));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-06-25" }, next("25-3", 20180525));
    }
    void it_crosses_the_years_end()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-12-25" }, start("25-3", 20190102));
        CPPUNIT_ASSERT_EQUAL(std::string { "2019-01-03" }, end("25-3", 20181231));
        CPPUNIT_ASSERT_EQUAL(std::string { "2019-01-25" }, next("25-3", 20181226));
    }
    void it_crosses_february_with_and_without_a_leap_day()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-02-25" }, start("25-3", 20180228));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-02-25" }, start("25-3", 20180301));
        CPPUNIT_ASSERT_EQUAL(std::string { "2020-02-25" }, start("25-3", 20200229));
        CPPUNIT_ASSERT_EQUAL(std::string { "2020-03-03" }, end("25-3", 20200229));
    }
    void a_day_that_a_month_does_not_have_is_its_last()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-02-28" }, start("30-5", 20180228));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-02-28" }, start("30-5", 20180301));
        CPPUNIT_ASSERT_EQUAL(std::string { "2020-02-29" }, start("31-5", 20200301));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-04-30" }, end("20-31", 20180421));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-02-28" }, next("31-2", 20180215));
        CPPUNIT_ASSERT_EQUAL(std::string { "closed" }, start("31-2", 20180227));
    }
    void a_window_within_a_month_closes_in_it()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-06-01" }, start("1-10", 20180601));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-06-01" }, start("1-10", 20180610));
        CPPUNIT_ASSERT_EQUAL(std::string { "closed" }, start("1-10", 20180611));
        CPPUNIT_ASSERT_EQUAL(std::string { "closed" }, start("11-25", 20180610));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-06-11" }, next("11-25", 20180610));
    }
    void one_day_is_a_window()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-06-15" }, start("15-15", 20180615));
        CPPUNIT_ASSERT_EQUAL(std::string { "closed" }, start("15-15", 20180616));
    }
    void the_whole_month_never_closes()
    {
        for (auto day = date(20180101); day < date(20190101); day = add_days(day, 1))
            CPPUNIT_ASSERT_EQUAL(date_to_iso({ day.year(), day.month(), std::chrono::day { 1 } }), text(tenants::ReadingWindow(1, 31).start_for(day)));
    }
    void every_day_belongs_to_the_window_that_opened_last()
    {
        for (auto const* const given : { "25-3", "1-10", "30-5", "31-2", "28-1", "29-29", "25-24" }) {
            auto const window = tenants::ReadingWindow::parse(given).value();
            for (auto day = date(20190101); day < date(20210101); day = add_days(day, 1)) {
                auto const latest = window.latest_start(day);
                CPPUNIT_ASSERT_MESSAGE(given, latest <= day);
                CPPUNIT_ASSERT_MESSAGE(given, window.contains(latest));
                CPPUNIT_ASSERT_MESSAGE(given, window.next_opening(day) > day);
                CPPUNIT_ASSERT_MESSAGE(given, window.contains(window.next_opening(day)));
                CPPUNIT_ASSERT_MESSAGE(given, !window.start_for(day) || window.start_for(day) == latest);
                CPPUNIT_ASSERT_MESSAGE(given, window.contains(day) == (window.end_for(day) && *window.end_for(day) >= day));
            }
        }
    }
    void what_is_no_window_is_refused()
    {
        for (auto const* text : { "", "25", "25-", "-3", "0-3", "25-32", "25-3-4", "a-b", "25 to 3", "2018-06" })
            CPPUNIT_ASSERT_MESSAGE(text, !tenants::ReadingWindow::parse(text));
        CPPUNIT_ASSERT(tenants::ReadingWindow::parse(" 25 - 3 "));
        CPPUNIT_ASSERT_THROW(tenants::ReadingWindow(0, 3), std::invalid_argument);
    }
    void the_demo_day_wins_over_the_clock()
    {
        tenants::Tenant const tenant;
        // 23.30 in Ljubljana is still the day before in London, and the next day an hour later.
        ManualClock clock { std::chrono::sys_days { date(20180602) } + 21h + 30min };
        CPPUNIT_ASSERT(tenants::BusinessCalendar { clock }.today(tenant) == date(20180602));
        clock.advance(1h);
        CPPUNIT_ASSERT(tenants::BusinessCalendar { clock }.today(tenant) == date(20180603));
        CPPUNIT_ASSERT(tenants::BusinessCalendar(clock, date(20180101)).today(tenant) == date(20180101));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReadingWindowTest);

}
