// Which settings a declared key stands for: a star in it is a name that the tenant chooses.
#pragma once

#include <string_view>

namespace portal::sdk {

// "files.*.name" stands for "files.bills.name". A chosen name is not empty and has no point in it.
inline bool stands_for(std::string_view declared, std::string_view key)
{
    while (!declared.empty() && declared.front() != '*') {
        if (key.empty() || key.front() != declared.front())
            return false;
        declared.remove_prefix(1);
        key.remove_prefix(1);
    }
    if (declared.empty())
        return key.empty();
    auto const name = key.substr(0, key.find('.'));
    return !name.empty() && stands_for(declared.substr(1), key.substr(name.size()));
}

}
