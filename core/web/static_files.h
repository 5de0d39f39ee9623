// Files that are served from memory: read once at start, so no request ever opens a path.
#pragma once

#include "web/request.h"
#include "web/response.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace portal::web {

// Filled before the server starts, then only read: thread-safe.
class StaticFiles {
public:
    // Every regular file below `folder` as url_prefix/relative/path; hidden files and symbolic links are left out, and so is
    // a kind that content_type() does not know. A folder that is not there is std::runtime_error.
    void add_folder(std::string const& url_prefix, std::filesystem::path const& folder);
    // One file; the last one of a path counts, so a tenant's may stand in for the theme's.
    void add(std::string const& url, std::string content);

    // For a bare GET route: the file at request.path, 304 when the browser has it already, gzip where that helps.
    Response answer(Request const& request) const;

    bool has(std::string_view url) const { return m_files.contains(url); }
    // "/assets/app.css?v=0123456789abcdef": its content decides the address, so browsers keep it for a year. The plain path
    // when there is no such file.
    std::string versioned(std::string_view url) const;

private:
    struct File {
        std::string_view content_type;
        std::string version; // of the content
        std::shared_ptr<std::string const> plain;
        std::shared_ptr<std::string const> gzipped; // nullptr: not worth it
    };
    std::map<std::string, File, std::less<>> m_files;
};

// By the name's ending; "" for one that we do not serve.
std::string_view content_type(std::string_view file_name);

}
