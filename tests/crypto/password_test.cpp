// Password hashing with bounded memory, and the rules for a new password.
#include "crypto/password.h"

#include <cppunit/extensions/HelperMacros.h>

#include <future>
#include <thread>

using namespace portal;

namespace {

class PasswordTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(PasswordTest);
    CPPUNIT_TEST(a_password_matches_its_own_hash_only);
    CPPUNIT_TEST(nobodys_hash_costs_as_much_and_never_matches);
    CPPUNIT_TEST(a_hash_of_other_parameters_is_made_again);
    CPPUNIT_TEST(a_full_queue_refuses_at_once_and_the_waiting_one_gets_in);
    CPPUNIT_TEST(a_password_has_eight_characters_however_many_bytes);
    CPPUNIT_TEST(a_password_may_be_long_but_not_endless);
    CPPUNIT_TEST(common_words_are_refused_with_digits_behind_them_too);
    CPPUNIT_TEST(the_own_address_is_no_password);
    CPPUNIT_TEST_SUITE_END();

    static std::string problem(std::string password, std::string_view email = {})
    {
        return std::string { crypto::password_problem(Secret { std::move(password) }, email).value_or("") };
    }

public:
    void a_password_matches_its_own_hash_only()
    {
        crypto::PasswordHasher hasher { 2 };
        auto const hash = hasher.hash(Secret { "žabe in čmrlji" }).value();
        CPPUNIT_ASSERT(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        CPPUNIT_ASSERT(hash.size() < 128);
        CPPUNIT_ASSERT(hasher.verify(hash, Secret { "žabe in čmrlji" }).value());
        CPPUNIT_ASSERT(!hasher.verify(hash, Secret { "žabe in čmrlj" }).value());
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 3 }, hasher.computed());
    }
    void nobodys_hash_costs_as_much_and_never_matches()
    {
        crypto::PasswordHasher hasher { 1 };
        CPPUNIT_ASSERT(!crypto::PasswordHasher::needs_rehash(crypto::PasswordHasher::nobody()));
        CPPUNIT_ASSERT(!hasher.verify(crypto::PasswordHasher::nobody(), Secret { "" }).value());
        CPPUNIT_ASSERT(!hasher.verify("", Secret { "geslo" }).value());
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, hasher.computed());
    }
    void a_hash_of_other_parameters_is_made_again()
    {
        CPPUNIT_ASSERT(
            crypto::PasswordHasher::needs_rehash("$argon2id$v=19$m=4096,t=1,p=1$bm9ib2R5bm9ib2R5bm9iYg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    }
    void a_full_queue_refuses_at_once_and_the_waiting_one_gets_in()
    {
        crypto::Turnstile turnstile { 1, 1 };
        auto inside = turnstile.enter();
        CPPUNIT_ASSERT(inside);
        auto waiting = std::async(std::launch::async, [&] { return turnstile.enter().has_value(); });
        while (turnstile.waiting() == 0)
            std::this_thread::yield();
        CPPUNIT_ASSERT(!turnstile.enter());
        inside.reset();
        CPPUNIT_ASSERT(waiting.get());
        CPPUNIT_ASSERT(turnstile.enter());
    }
    void a_password_has_eight_characters_however_many_bytes()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "password.too_short" }, problem("čšžčšžč"));
        CPPUNIT_ASSERT_EQUAL(std::string {}, problem("čšžčšžčd"));
        CPPUNIT_ASSERT_EQUAL(std::string { "password.too_short" }, problem(""));
    }
    void a_password_may_be_long_but_not_endless()
    {
        std::string const words = "pravilen konj baterija sponka ";
        CPPUNIT_ASSERT_EQUAL(std::string {}, problem(words + words + words));
        CPPUNIT_ASSERT_EQUAL(std::string { "password.too_long" }, problem(std::string(100, 'a') + std::string(101, 'b')));
    }
    void common_words_are_refused_with_digits_behind_them_too()
    {
        for (auto const* word :
            { "password", "Geslo123", "12345678", "Ljubljana1", "slovenija2024", "qwertzui", "aaaaaaaaaa", "Dobrodošli!", "Logatec2018", "triglav!!!" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(word, std::string { "password.too_common" }, problem(word));
        CPPUNIT_ASSERT_EQUAL(std::string {}, problem("Ljubljana20180602"));
        CPPUNIT_ASSERT_EQUAL(std::string {}, problem("modra streha nad potokom"));
    }
    void the_own_address_is_no_password()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "password.like_email" }, problem("Janez.Kranjski", "janez.kranjski@example.si"));
        CPPUNIT_ASSERT_EQUAL(std::string { "password.like_email" }, problem("janez.kranjski@example.si", "Janez.Kranjski@example.si"));
        CPPUNIT_ASSERT_EQUAL(std::string {}, problem("janez.kranjski", "metka@example.si"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PasswordTest);

}
