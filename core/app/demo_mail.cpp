#include "app/demo_mail.h"

#include "base/text.h"

#include <Poco/Net/MailMessage.h>
#include <Poco/Net/MediaType.h>
#include <Poco/Net/MessageHeader.h>
#include <Poco/Net/PartHandler.h>
#include <Poco/StreamCopier.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace portal::app {

namespace {

using web::Request;
using web::Response;

struct Mail {
    std::string id; // the file's name without .eml
    std::string subject, from, to, date, text;
};

// Keeps the plain text of a mail that has it as HTML, too.
class TextPart final : public Poco::Net::PartHandler {
public:
    void handlePart(Poco::Net::MessageHeader const& header, std::istream& stream) override
    {
        std::string content;
        Poco::StreamCopier::copyToString(stream, content);
        if (text.empty() && Poco::Net::MediaType { header.get("Content-Type", "text/plain") }.matches("text", "plain"))
            text = std::move(content);
    }
    std::string text;
};

Mail read_mail(std::filesystem::path const& path)
{
    std::ifstream file { path, std::ios::binary };
    Poco::Net::MailMessage message;
    TextPart part;
    message.read(file, part);
    Mail mail;
    mail.id = path.stem();
    mail.subject = Poco::Net::MailMessage::decodeWord(message.get("Subject", ""), "utf-8");
    mail.from = Poco::Net::MailMessage::decodeWord(message.get("From", ""), "utf-8");
    mail.to = message.get("To", "");
    mail.date = message.get("Date", "");
    mail.text = part.text.empty() ? message.getContent() : part.text;
    return mail;
}

// Newest first.
std::vector<std::filesystem::path> files(std::string const& folder)
{
    std::vector<std::filesystem::path> found;
    std::error_code ignored; // no folder: no mail yet
    for (auto const& entry : std::filesystem::directory_iterator { folder, ignored })
        if (entry.path().extension() == ".eml")
            found.push_back(entry.path());
    std::sort(found.begin(), found.end(),
        [](auto const& left, auto const& right) { return std::filesystem::last_write_time(left) > std::filesystem::last_write_time(right); });
    return found;
}

// The first address of this portal in the text, as a path of our own.
std::string own_link(std::string const& text, std::string const& portal_url)
{
    auto const begin = text.find(portal_url + "/");
    if (begin == std::string::npos)
        return {};
    auto const path = text.substr(begin + portal_url.size());
    auto const link = path.substr(0, path.find_first_of(" \r\n\t<>\""));
    return web::is_own_path(link) ? link : std::string {};
}

Response list(Request& request, web::Site const& site, std::string const& folder)
{
    std::vector<view::Model> mails;
    for (auto const& path : files(folder)) {
        auto const mail = read_mail(path);
        view::Model row;
        row.set("url", "/demo/mail/" + mail.id);
        row.set("subject", mail.subject);
        row.set("to", mail.to);
        row.set("date", mail.date);
        mails.push_back(std::move(row));
    }
    view::Model body;
    body.set("mails", std::move(mails));
    return site.show(request, { .name = "demo/mails", .title = site.texts(request).get("demo.mail.title") }, std::move(body));
}

Response show(Request& request, web::Site const& site, std::string const& folder)
{
    auto const id = request.route.text("id");
    for (auto const& path : files(folder))
        if (path.stem() == id) {
            auto const mail = read_mail(path);
            view::Model body;
            body.set("subject", mail.subject).set("from", mail.from).set("to", mail.to).set("date", mail.date).set("text", mail.text);
            body.set("link", own_link(mail.text, site.options().portal_url));
            auto response = site.show(request, { .name = "demo/mail", .title = mail.subject }, std::move(body));
            return response.no_referrer();
        }
    return Response::not_found();
}

}

void add_demo_mail_routes(web::Router& router, web::Site const& site, std::string const& folder)
{
    router.get("/demo/mail", [&site, folder](Request& request) { return list(request, site, folder); }).open();
    router.get("/demo/mail/{id}", [&site, folder](Request& request) { return show(request, site, folder); }).open();
}

}
