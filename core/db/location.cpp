#include "db/connection.h"

#include "base/text.h"

#include <Poco/Exception.h>
#include <Poco/URI.h>

#include <stdexcept>

namespace portal::db {

Location parse_location(std::string_view url)
{
    Location location;
    if (url.starts_with("sqlite:")) {
        location.path = url.substr(7);
        if (location.path.empty())
            throw std::invalid_argument("database.url: a path must follow sqlite:");
        return location;
    }
    if (!url.starts_with("mysql://"))
        throw std::invalid_argument("database.url: expected sqlite:PATH or mysql://user:password@host:port/name");
    location.backend = Backend::mysql;
    auto rest = url.substr(8);
    auto const at = rest.rfind('@');
    auto const slash = rest.find('/', at == std::string_view::npos ? 0 : at);
    if (at == std::string_view::npos || slash == std::string_view::npos || slash + 1 == rest.size())
        throw std::invalid_argument("database.url: expected mysql://user:password@host:port/name");
    auto const decoded = [](std::string_view part) {
        std::string plain;
        try {
            Poco::URI::decode(std::string { part }, plain);
        } catch (Poco::Exception const&) {
            throw std::invalid_argument("database.url: broken percent-encoding in user or password");
        }
        return plain;
    };
    auto const login = rest.substr(0, at);
    auto const colon = login.find(':');
    location.user = decoded(login.substr(0, colon));
    location.password = colon == std::string_view::npos ? std::string {} : decoded(login.substr(colon + 1));
    auto const server = rest.substr(at + 1, slash - at - 1);
    auto const port_sign = server.rfind(':');
    location.host = server.substr(0, port_sign);
    if (port_sign != std::string_view::npos) {
        auto const port = parse_integer(server.substr(port_sign + 1));
        if (!port || *port < 1 || *port > 65535)
            throw std::invalid_argument("database.url: the port must be 1 to 65535");
        location.port = static_cast<int>(*port);
    }
    location.name = rest.substr(slash + 1);
    // Poco's connection string has no quoting; a semicolon would begin another option.
    for (auto const* part : { &location.user, &location.password, &location.host, &location.name })
        if (part->find(';') != std::string::npos || has_control_characters(*part))
            throw std::invalid_argument("database.url: a semicolon or a control character cannot be used in user, password, host or name");
    if (location.host.empty() || location.user.empty())
        throw std::invalid_argument("database.url: user and host must be given");
    return location;
}

}
