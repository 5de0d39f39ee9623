// Mail that is put with its act and sent by a job: never lost, never twice but with the same Message-ID.
#include "outbox/outbox.h"
#include "outbox/sender.h"

#include "support/databases.h"

#include <cppunit/extensions/HelperMacros.h>

#include <deque>
#include <set>
#include <stdexcept>

using namespace portal;
using namespace std::chrono_literals;

namespace {

// Answers what the test says, "accepted" when it says nothing more.
class Postman final : public mail::Transport {
public:
    mail::SendResult send(mail::Message const& message) override
    {
        seen.push_back(message);
        if (on_send)
            on_send();
        if (answers.empty())
            return { mail::Outcome::accepted, "" };
        auto const answer = answers.front();
        answers.pop_front();
        return answer;
    }
    std::deque<mail::SendResult> answers;
    std::vector<mail::Message> seen;
    std::function<void()> on_send;
};

class OutboxTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(OutboxTest);
    CPPUNIT_TEST(a_mail_exists_only_when_its_act_does);
    CPPUNIT_TEST(a_mail_is_sent_as_it_was_put_and_then_wiped);
    CPPUNIT_TEST(the_database_shows_nothing_of_a_mail);
    CPPUNIT_TEST(what_can_never_be_sent_is_not_taken);
    CPPUNIT_TEST(a_busy_server_is_asked_again_after_a_pause_with_the_same_message_id);
    CPPUNIT_TEST(a_refused_recipient_is_final);
    CPPUNIT_TEST(after_three_days_it_gives_up);
    CPPUNIT_TEST(three_failures_in_a_row_end_the_round);
    CPPUNIT_TEST(many_mails_go_in_one_round);
    CPPUNIT_TEST(a_mail_that_the_database_could_not_record_is_not_sent_again);
    CPPUNIT_TEST(who_lost_the_lease_sends_nothing_more);
    CPPUNIT_TEST(who_lost_the_lease_while_sending_still_says_that_it_was_sent);
    CPPUNIT_TEST(a_stop_is_seen_between_two_mails);
    CPPUNIT_TEST(another_servers_key_fails_the_mail_and_no_other);
    CPPUNIT_TEST(pauses_grow_from_a_minute_to_six_hours_and_differ);
    CPPUNIT_TEST(done_rows_are_purged);
    CPPUNIT_TEST_SUITE_END();

    ManualClock m_clock { instant_from_number(1'700'000'000'000'000) };
    crypto::KeyRing const m_keys = crypto::KeyRing::from_key(Secret { std::string(43, 'k') });
    bool m_is_mine = true;
    bool m_should_stop = false;
    outbox::Hold const m_hold { [this](db::Transaction&) { return m_is_mine; }, [this] { return m_should_stop; } };

    static outbox::Draft a_draft(std::string const& to = "janez@example.si")
    {
        return { .tenant = TenantId { 7 },
            .kind = "accounts_confirm",
            .to = to,
            .from_name = "Komunalno podjetje Logatec",
            .reply_to = "",
            .subject = "Potrdite e-naslov",
            .text = "Pozdravljeni 4711-canary",
            .html = "<p>Pozdravljeni</p>" };
    }
    MailId put(db::Database& database, outbox::Draft const& draft = a_draft())
    {
        outbox::Outbox const out { m_keys, m_clock, "portal@portal.example" };
        return database.transact([&](db::Transaction& transaction) { return out.put(transaction, draft); });
    }
    void run(db::Database& database, Postman& postman) { outbox::Sender { database, m_keys, m_clock, postman }.run(m_hold); }
    static db::Row row(db::Database& database, MailId id)
    {
        static db::Sql const find { "test.find_mail", "select state, attempts, due_at, problem, sealed, message_id, tenant_id from outbox where id = ?" };
        return database.read([&](db::Session& session) { return session.one(find, id).value(); });
    }
    static std::string state(db::Database& database, MailId id) { return row(database, id).text(0); }

public:
    void a_mail_exists_only_when_its_act_does()
    {
        tests::on_each_database([&](db::Database& database) {
            outbox::Outbox const out { m_keys, m_clock, "portal@portal.example" };
            CPPUNIT_ASSERT_THROW(database.transact([&](db::Transaction& transaction) {
                out.put(transaction, a_draft());
                throw std::runtime_error("the act fails");
            }),
                std::runtime_error);
            Postman postman;
            run(database, postman);
            CPPUNIT_ASSERT(postman.seen.empty());
            CPPUNIT_ASSERT(database.read([](db::Session& session) { return outbox::counts(session); }).empty());
        });
    }
    void a_mail_is_sent_as_it_was_put_and_then_wiped()
    {
        tests::on_each_database([&](db::Database& database) {
            Postman postman;
            auto draft = a_draft();
            draft.reply_to = "info@kp-logatec.si";
            auto const id = put(database, draft);
            run(database, postman);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, postman.seen.size());
            auto const& seen = postman.seen[0];
            CPPUNIT_ASSERT_EQUAL(draft.subject + draft.text + draft.html + draft.to + draft.from_name + draft.reply_to,
                seen.subject + seen.text + seen.html + seen.to + seen.from_name + seen.reply_to);
            CPPUNIT_ASSERT_EQUAL(std::string { "portal@portal.example" }, seen.from_address);
            CPPUNIT_ASSERT(seen.date == m_clock.now());
            CPPUNIT_ASSERT_EQUAL(std::string { "sent" }, state(database, id));
            CPPUNIT_ASSERT_EQUAL(std::string {}, row(database, id).text(4));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 7 }, row(database, id).integer(6));
            run(database, postman);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, postman.seen.size());
        });
    }
    void the_database_shows_nothing_of_a_mail()
    {
        tests::on_each_database([&](db::Database& database) {
            auto const sealed = row(database, put(database)).text(4);
            for (auto const* word : { "canary", "janez", "Potrdite", "Logatec" })
                CPPUNIT_ASSERT(sealed.find(word) == std::string::npos);
        });
    }
    void what_can_never_be_sent_is_not_taken()
    {
        tests::on_each_database([&](db::Database& database) {
            CPPUNIT_ASSERT_THROW(put(database, a_draft("janez@example.si\r\nBcc: x@y.si")), std::invalid_argument);
            auto draft = a_draft();
            draft.html = std::string(60'000, 'x');
            CPPUNIT_ASSERT_THROW(put(database, draft), std::length_error);
        });
        CPPUNIT_ASSERT_THROW(outbox::Outbox(m_keys, m_clock, "portal"), std::invalid_argument);
    }
    void a_busy_server_is_asked_again_after_a_pause_with_the_same_message_id()
    {
        tests::on_each_database([&](db::Database& database) {
            Postman postman;
            postman.answers = { { mail::Outcome::try_again, "451 busy" } };
            auto const id = put(database);
            run(database, postman);
            CPPUNIT_ASSERT_EQUAL(std::string { "waiting" }, state(database, id));
            CPPUNIT_ASSERT_EQUAL(std::string { "451 busy" }, row(database, id).text(3));
            m_clock.advance(outbox::pause_after(1, id) - 1us);
            run(database, postman);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, postman.seen.size());
            m_clock.advance(1us);
            run(database, postman);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, postman.seen.size());
            CPPUNIT_ASSERT_EQUAL(mail::to_mime(postman.seen[0]), mail::to_mime(postman.seen[1]));
            CPPUNIT_ASSERT_EQUAL(std::string { "sent" }, state(database, id));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, row(database, id).integer(1));
        });
    }
    void a_refused_recipient_is_final()
    {
        tests::on_each_database([&](db::Database& database) {
            Postman postman;
            postman.answers = { { mail::Outcome::refused, "550 5.1.1 ni predala" + std::string(300, 'x') } };
            auto const id = put(database);
            run(database, postman);
            CPPUNIT_ASSERT_EQUAL(std::string { "failed" }, state(database, id));
            CPPUNIT_ASSERT(row(database, id).text(3).starts_with("550 5.1.1 ni predala"));
            CPPUNIT_ASSERT_EQUAL(std::string {}, row(database, id).text(4));
            m_clock.advance(24h);
            run(database, postman);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, postman.seen.size());
        });
    }
    void after_three_days_it_gives_up()
    {
        tests::on_each_database([&](db::Database& database) {
            Postman postman;
            auto const id = put(database);
            for (auto elapsed = 0h; state(database, id) == "waiting"; elapsed += 1h) {
                CPPUNIT_ASSERT(elapsed < 80h);
                postman.answers = { { mail::Outcome::try_again, "away" } };
                run(database, postman);
                m_clock.advance(1h);
            }
            CPPUNIT_ASSERT_EQUAL(std::string { "failed" }, state(database, id));
            CPPUNIT_ASSERT(postman.seen.size() > 12 && postman.seen.size() < 30);
        });
    }
    void three_failures_in_a_row_end_the_round()
    {
        tests::on_each_database([&](db::Database& database) {
            Postman postman;
            postman.answers.assign(4, { mail::Outcome::try_again, "away" });
            for (int i = 0; i < 5; ++i)
                put(database);
            run(database, postman);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 3 }, postman.seen.size());
            run(database, postman);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 5 }, postman.seen.size());
        });
    }
    void many_mails_go_in_one_round()
    {
        tests::on_each_database([&](db::Database& database) {
            Postman postman;
            for (int i = 0; i < 45; ++i)
                put(database);
            run(database, postman);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 45 }, postman.seen.size());
            std::set<std::string> ids;
            for (auto const& message : postman.seen)
                ids.insert(message.message_id);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 45 }, ids.size());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 45 }, database.read([](db::Session& session) { return outbox::counts(session); })["sent"].mails);
        });
    }
    void a_mail_that_the_database_could_not_record_is_not_sent_again()
    {
        // The database goes away between the server's 250 and our commit; the process lives on.
        class Away final : public db::Observer {
        public:
            void before(std::string_view statement) override
            {
                if (is_away && statement == "outbox.record_sent")
                    throw db::Error("away");
            }
            bool is_away = false;
        };
        tests::on_each_database([&](db::Database& database) {
            Away away;
            Postman postman;
            auto const id = put(database);
            outbox::Sender sender { database, m_keys, m_clock, postman };
            database.observe(&away);
            away.is_away = true;
            CPPUNIT_ASSERT_THROW(sender.run(m_hold), db::Error);
            CPPUNIT_ASSERT_THROW(sender.run(m_hold), db::Error);
            away.is_away = false;
            sender.run(m_hold);
            database.observe(nullptr);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, postman.seen.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "sent" }, state(database, id));
        });
    }
    void who_lost_the_lease_sends_nothing_more()
    {
        tests::on_each_database([&](db::Database& database) {
            Postman postman;
            postman.on_send = [&] { m_is_mine = false; };
            postman.answers = { { mail::Outcome::try_again, "451 busy" } };
            auto const id = put(database);
            put(database);
            run(database, postman);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, postman.seen.size());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, row(database, id).integer(1));
            run(database, postman);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, postman.seen.size());
            m_is_mine = true;
        });
    }
    void who_lost_the_lease_while_sending_still_says_that_it_was_sent()
    {
        tests::on_each_database([&](db::Database& database) {
            Postman postman;
            postman.on_send = [&] { m_is_mine = false; };
            auto const id = put(database);
            run(database, postman);
            CPPUNIT_ASSERT_EQUAL(std::string { "sent" }, state(database, id));
            m_is_mine = true;
        });
    }
    void a_stop_is_seen_between_two_mails()
    {
        tests::on_each_database([&](db::Database& database) {
            Postman postman;
            postman.on_send = [&] { m_should_stop = true; };
            put(database);
            put(database);
            run(database, postman);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, postman.seen.size());
            m_should_stop = false;
        });
    }
    void another_servers_key_fails_the_mail_and_no_other()
    {
        tests::on_each_database([&](db::Database& database) {
            auto const other = crypto::KeyRing::from_key(Secret { std::string(43, 'x') });
            auto const lost = database.transact([&](db::Transaction& transaction) {
                return outbox::Outbox { other, m_clock, "portal@portal.example" }.put(transaction, a_draft());
            });
            auto const good = put(database);
            Postman postman;
            run(database, postman);
            CPPUNIT_ASSERT_EQUAL(std::string { "failed" }, state(database, lost));
            CPPUNIT_ASSERT_EQUAL(std::string { "sent" }, state(database, good));
        });
    }
    void pauses_grow_from_a_minute_to_six_hours_and_differ()
    {
        std::set<std::int64_t> seen;
        for (int i = 0; i < 200; ++i) {
            auto const id = MailId::make();
            auto const first = outbox::pause_after(1, id);
            CPPUNIT_ASSERT(first >= 48s && first <= 72s);
            auto const last = outbox::pause_after(30, id);
            CPPUNIT_ASSERT(last >= 288min && last <= 432min);
            CPPUNIT_ASSERT(outbox::pause_after(4, id) > outbox::pause_after(2, id));
            seen.insert(first.count());
        }
        CPPUNIT_ASSERT(seen.size() > 100);
    }
    void done_rows_are_purged()
    {
        tests::on_each_database([&](db::Database& database) {
            Postman postman;
            put(database);
            run(database, postman);
            m_clock.advance(24h);
            auto const waiting = put(database);
            database.transact([&](db::Transaction& transaction) { outbox::Sender::purge(transaction, m_clock.now() + 1s); });
            auto found = database.read([](db::Session& session) { return outbox::counts(session); });
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, found.size());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, found["waiting"].mails);
            CPPUNIT_ASSERT_EQUAL(std::string { "waiting" }, state(database, waiting));
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OutboxTest);

}
