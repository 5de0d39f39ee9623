// The Portuguese Multibanco payment: an entity of 5 digits, a reference of 9, and the amount, which the reference's last two digits check.
// Source: SIBS's rule for references that hold for one amount: 98 - (sum mod 97), the sum taken over the entity, the reference's first
// seven digits and the amount in cents with 8 digits, with the weights 51, 73, 17, 89, ..., 30, 3.
#pragma once

#include <portal/references/check_digits.hpp>
#include <portal/references/spelling.hpp>

#include <string>
#include <string_view>

namespace portal::sdk::references {

class PtMultibanco {
public:
    // "90150; 123 123 451; 432,11" -> "90150;123123451;432.11". Throws Rejected: reference.empty, .parts, .not_digits, .too_short, .too_long,
    // .amount, .check_digit.
    static std::string normalise(std::string_view typed)
    {
        auto const payment = read(typed);
        require_length(payment.number, 9, 9, "the reference has 9 digits");
        require_check_digits(payment.number.substr(7) == check_digits(payment));
        return payment.text();
    }

    // "90150; 123 123 451; 432.11"
    static std::string display(std::string_view canonical)
    {
        auto payment = read(normalise(canonical));
        return payment.entity + "; " + grouped(payment.number, 3) + "; " + payment.amount();
    }

    // "90150;1231234;432.11": the reference's first seven digits.
    static std::string make(std::string_view without_check_digits)
    {
        auto payment = read(without_check_digits);
        require_length(payment.number, 7, 7, "before its check digits the reference has 7 digits");
        payment.number += check_digits(payment);
        return payment.text();
    }

private:
    struct Payment {
        std::string entity;
        std::string number;
        std::string cents; // 8 digits
        std::string amount() const { return without_leading_zeros(cents.substr(0, 6), 1) + "." + cents.substr(6); }
        std::string text() const { return entity + ";" + number + ";" + amount(); }
    };

    static Payment read(std::string_view typed)
    {
        auto const text = without_blanks(typed);
        auto const first = text.find(';');
        auto const second = first == std::string::npos ? first : text.find(';', first + 1);
        if (second == std::string::npos || text.find(';', second + 1) != std::string::npos)
            throw Rejected("reference.parts", "entity, reference and amount are written with semicolons between: 90150;123123451;432.11");
        Payment payment { text.substr(0, first), text.substr(first + 1, second - first - 1), cents_of(std::string_view { text }.substr(second + 1)) };
        require_digits(payment.entity);
        require_digits(payment.number);
        require_length(payment.entity, 5, 5, "the entity has 5 digits");
        return payment;
    }

    static std::string cents_of(std::string_view amount)
    {
        auto const sign = amount.find_first_of(".,");
        auto const whole = amount.substr(0, sign);
        auto const decimals = sign == std::string_view::npos ? std::string_view { "00" } : amount.substr(sign + 1);
        if (whole.empty() || whole.size() > 6 || decimals.empty() || decimals.size() > 2 || !is_digits(whole) || !is_digits(decimals))
            throw Rejected("reference.amount", "the amount is written in euros with at most two decimals, up to 999999.99");
        auto const cents = padded(std::string { whole }, 6) + std::string { decimals } + (decimals.size() == 1 ? "0" : "");
        if (cents == "00000000")
            throw Rejected("reference.amount", "the amount is more than nothing");
        return cents;
    }

    static std::string check_digits(Payment const& payment)
    {
        // The published weights are 3 * 10^k modulo 97, k places before the end.
        int const remainder = mod_97(payment.entity + payment.number.substr(0, 7) + payment.cents) * 3 % 97;
        return padded(std::to_string(98 - remainder), 2);
    }
};

}
