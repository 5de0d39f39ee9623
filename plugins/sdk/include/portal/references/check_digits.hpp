// The arithmetic that several schemes share. All take digits (mod_97 also capital letters) and nothing else.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace portal::sdk::references {

inline int value_of(char digit) { return digit - '0'; }

inline char digit_of(int value) { return static_cast<char>('0' + value); }

// The sum of the digits times the weights, which are dealt out from the right, again and again.
inline int weighted_sum(std::string_view digits, std::initializer_list<int> weights)
{
    int sum = 0;
    auto weight = weights.begin();
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        sum += value_of(*digit) * *weight;
        if (++weight == weights.end())
            weight = weights.begin();
    }
    return sum;
}

// The same with the weights 2, 3, 4, ... for as long as the number is.
inline int rising_sum(std::string_view digits)
{
    int sum = 0;
    int weight = 2;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, ++weight)
        sum += value_of(*digit) * weight;
    return sum;
}

// ISO/IEC 7812-1, annex B ("Luhn"): every second digit from the right is doubled, and the digits of the products are added.
inline char luhn_digit(std::string_view digits)
{
    int sum = 0;
    bool is_doubled = true;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, is_doubled = !is_doubled) {
        int const product = value_of(*digit) * (is_doubled ? 2 : 1);
        sum += product / 10 + product % 10;
    }
    return digit_of((10 - sum % 10) % 10);
}

// Weights 7, 3, 1 from the right, complement to the next ten: Finland and Estonia.
inline char seven_three_one_digit(std::string_view digits) { return digit_of((10 - weighted_sum(digits, { 7, 3, 1 }) % 10) % 10); }

// ISO/IEC 7064, MOD 97: the remainder of the number that the text is when A stands for 10 and Z for 35.
inline int mod_97(std::string_view text)
{
    int remainder = 0;
    for (char const c : text)
        remainder = c >= 'A' ? (remainder * 100 + (c - 'A' + 10)) % 97 : (remainder * 10 + value_of(c)) % 97;
    return remainder;
}

// ISO/IEC 7064, MOD 11,10.
inline char mod_11_10_digit(std::string_view digits)
{
    int product = 10;
    for (char const c : digits) {
        int const sum = (product + value_of(c)) % 10;
        product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return digit_of((11 - product) % 10);
}

// "Modulo 10, recursive": the carry and the next digit name the next carry. Swiss Payment Standards, annex B of the guidelines for QR-bills.
inline char recursive_mod_10_digit(std::string_view digits)
{
    static constexpr int carries[] { 0, 9, 4, 6, 8, 2, 7, 1, 3, 5 };
    int carry = 0;
    for (char const c : digits)
        carry = carries[(carry + value_of(c)) % 10];
    return digit_of((10 - carry) % 10);
}

}
