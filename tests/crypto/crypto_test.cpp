// Known answers of SHA-256 and HMAC, sealing, tokens.
#include "base/text.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/seal.h"
#include "crypto/signature.h"

#include <cppunit/extensions/HelperMacros.h>

#include <set>

using namespace portal;

namespace {

class CryptoTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(CryptoTest);
    CPPUNIT_TEST(sha256_gives_the_standards_answer);
    CPPUNIT_TEST(a_streamed_hash_equals_the_whole_one);
    CPPUNIT_TEST(hmac_tells_where_one_part_ends);
    CPPUNIT_TEST(hmac_refuses_a_short_key);
    CPPUNIT_TEST(hmac_gives_a_known_answer);
    CPPUNIT_TEST(equality_looks_at_everything);
    CPPUNIT_TEST(a_sealed_text_opens_only_in_its_own_row);
    CPPUNIT_TEST(a_sealed_text_that_was_changed_does_not_open);
    CPPUNIT_TEST(a_signature_fits_only_what_was_signed);
    CPPUNIT_TEST(a_signing_key_has_the_standards_public_key);
    CPPUNIT_TEST(tokens_are_43_url_characters_and_differ);
    CPPUNIT_TEST(codes_have_no_signs_that_look_alike);
    CPPUNIT_TEST_SUITE_END();

    Secret const key { std::string(32, 'k') };

public:
    void sha256_gives_the_standards_answer()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" }, crypto::sha256_hex(""));
        CPPUNIT_ASSERT_EQUAL(std::string { "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" }, crypto::sha256_hex("abc"));
    }
    void a_streamed_hash_equals_the_whole_one()
    {
        crypto::Sha256 sum;
        sum.add("a");
        sum.add("bc");
        CPPUNIT_ASSERT_EQUAL(crypto::sha256_hex("abc"), sum.hex());
        sum.add("abc");
        CPPUNIT_ASSERT_EQUAL(crypto::sha256_hex("abc"), sum.hex());
    }
    void hmac_tells_where_one_part_ends()
    {
        CPPUNIT_ASSERT(crypto::hmac_hex(key, { "ab", "c" }) != crypto::hmac_hex(key, { "a", "bc" }));
        CPPUNIT_ASSERT(crypto::hmac_hex(key, { "ab" }) != crypto::hmac_hex(key, { "ab", "" }));
        CPPUNIT_ASSERT_EQUAL(crypto::hmac_hex(key, { "ab", "c" }), crypto::hmac_hex(key, { "ab", "c" }));
    }
    void hmac_refuses_a_short_key() { CPPUNIT_ASSERT_THROW(crypto::hmac_hex(Secret { "short" }, { "a" }), std::logic_error); }
    void hmac_gives_a_known_answer()
    {
        // Python: hmac.new(b"k" * 32, (3).to_bytes(8, "little") + b"abc", "sha256").hexdigest()
        CPPUNIT_ASSERT_EQUAL(std::string { "c4b138804fdf082f26896be8ccfc4cc1619c994d0c0bc9ebfe89cc6a0931ba6a" }, crypto::hmac_hex(key, { "abc" }));
    }
    void equality_looks_at_everything()
    {
        CPPUNIT_ASSERT(crypto::equal_constant_time("abc", "abc"));
        CPPUNIT_ASSERT(crypto::equal_constant_time("", ""));
        CPPUNIT_ASSERT(!crypto::equal_constant_time("abc", "abd"));
        CPPUNIT_ASSERT(!crypto::equal_constant_time("abc", "ab"));
    }
    void a_sealed_text_opens_only_in_its_own_row()
    {
        auto const sealed = crypto::seal(key, "Sklic 12 1805000001070, šifra", "outbox 7");
        CPPUNIT_ASSERT(sealed.find("1805000001070") == std::string::npos);
        CPPUNIT_ASSERT_EQUAL(std::string { "Sklic 12 1805000001070, šifra" }, crypto::open_sealed(key, sealed, "outbox 7").value());
        CPPUNIT_ASSERT(!crypto::open_sealed(key, sealed, "outbox 8"));
        CPPUNIT_ASSERT(!crypto::open_sealed(Secret { std::string(32, 'x') }, sealed, "outbox 7"));
        CPPUNIT_ASSERT(crypto::seal(key, "same", "") != crypto::seal(key, "same", ""));
        CPPUNIT_ASSERT_EQUAL(std::string {}, crypto::open_sealed(key, crypto::seal(key, "", ""), "").value());
    }
    void a_sealed_text_that_was_changed_does_not_open()
    {
        auto const sealed = crypto::seal(key, "text", "row");
        for (std::size_t i = 0; i < sealed.size(); ++i) {
            auto changed = sealed;
            changed[i] = static_cast<char>(changed[i] ^ 1);
            CPPUNIT_ASSERT(!crypto::open_sealed(key, changed, "row"));
        }
        for (std::size_t length = 0; length < sealed.size(); ++length)
            CPPUNIT_ASSERT(!crypto::open_sealed(key, sealed.substr(0, length), "row"));
    }
    void a_signature_fits_only_what_was_signed()
    {
        auto const mine = crypto::make_signing_key();
        auto const other = crypto::make_signing_key();
        auto const known = crypto::public_key_of(mine);
        auto const signature = crypto::sign(mine, { "one", "two" });
        CPPUNIT_ASSERT(crypto::is_public_key(known) && !crypto::is_public_key(known + "0") && !crypto::is_public_key("x"));
        CPPUNIT_ASSERT(crypto::is_signed_by(known, signature, { "one", "two" }));
        CPPUNIT_ASSERT(!crypto::is_signed_by(known, signature, { "onet", "wo" }));
        CPPUNIT_ASSERT(!crypto::is_signed_by(known, signature, { "one", "two", "" }));
        CPPUNIT_ASSERT(!crypto::is_signed_by(crypto::public_key_of(other), signature, { "one", "two" }));
        for (std::size_t i = 0; i < signature.size(); i += 9) {
            auto changed = signature;
            changed[i] = changed[i] == '0' ? '1' : '0';
            CPPUNIT_ASSERT(!crypto::is_signed_by(known, changed, { "one", "two" }));
        }
        for (std::string const& garbage : std::vector<std::string> { "", "0", "zz", std::string(128, '0'), std::string(129, 'a') })
            CPPUNIT_ASSERT(!crypto::is_signed_by(known, garbage, { "one", "two" }));
        CPPUNIT_ASSERT_THROW(crypto::sign(Secret { "short" }, { "one" }), std::invalid_argument);
    }
    // RFC 8032 section 7.1, test 1: the public key that belongs to this seed.
    void a_signing_key_has_the_standards_public_key()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a" },
            crypto::public_key_of(Secret { "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60" }));
    }
    void tokens_are_43_url_characters_and_differ()
    {
        std::set<std::string> seen;
        for (int i = 0; i < 1000; ++i) {
            auto const token = crypto::random_token();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 43 }, token.size());
            CPPUNIT_ASSERT(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos);
            seen.insert(token);
        }
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1000 }, seen.size());
        CPPUNIT_ASSERT_EQUAL(std::string { "-_8" }, crypto::base64url("\xfb\xff"));
        CPPUNIT_ASSERT_EQUAL(std::string {}, crypto::base64url(""));
    }
    void codes_have_no_signs_that_look_alike()
    {
        auto const code = crypto::random_code(2000);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2000 }, code.size());
        CPPUNIT_ASSERT(code.find_first_of("01ilo") == std::string::npos);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CryptoTest);

}
