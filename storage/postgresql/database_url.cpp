#include "storage/postgresql/database_url.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <libpq-fe.h>
#include <memory>
#include <string_view>

namespace slipway::storage {
namespace {

constexpr std::array parameters_with_files = {"passfile", "sslcert", "sslkey", "sslrootcert", "sslcrl", "sslcrldir"};

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

std::string value_in(const Options& options, const char* keyword) {
    for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr; ++option)
        if (std::strcmp(option->keyword, keyword) == 0 && option->val != nullptr) return option->val;
    return {};
}

/// The options of a URL, then those of the environment, of a service and of libpq itself.
class OptionsInForce {
public:
    OptionsInForce(Options of_url, Options defaults) : of_url_(std::move(of_url)), defaults_(std::move(defaults)) {}

    std::string operator[](const char* keyword) const {
        auto value = value_in(of_url_, keyword);
        return value.empty() ? value_in(defaults_, keyword) : value;
    }

private:
    Options of_url_;
    Options defaults_;
};

bool is_reached_by_tcp(std::string_view host) { return !host.empty() && host.front() != '/' && host.front() != '@'; }

/// One port stands for all hosts, and none for PostgreSQL's own.
std::string_view port_of(const std::vector<std::string_view>& ports, std::size_t host) {
    constexpr std::string_view default_port = "5432";
    const auto port = ports.size() == 1 ? ports.front() : host < ports.size() ? ports[host] : std::string_view();
    return port.empty() ? default_port : port;
}

}  // namespace

Result<DatabaseUrl> read_database_url(const std::string& url) {
    char* why = nullptr;
    Options of_url(PQconninfoParse(url.c_str(), &why));
    const std::unique_ptr<char, decltype(&PQfreemem)> unrepeated(why, &PQfreemem);
    if (!of_url)
        return Error(Fault::unsupported,
                     "the URL of the catalog cannot be read; it is written postgresql://USER@HOST:PORT/DATABASE, with "
                     "% and two hexadecimal digits for characters that are special in URLs");
    const OptionsInForce options(std::move(of_url), Options(PQconndefaults()));

    DatabaseUrl read;
    const auto hosts = options["host"].empty() ? options["hostaddr"] : options["host"];
    const auto port_texts = options["port"];
    const auto ports = split(port_texts, ',');
    std::string places;
    std::size_t index = 0;
    for (const auto host : split(hosts, ',')) {
        const auto port = port_of(ports, index++);
        if (host.empty()) continue;  // a unix socket where libpq expects it
        places += (places.empty() ? "" : ",") + std::string(host) + ":" + std::string(port);
        const auto number = parse_decimal(port);
        if (is_reached_by_tcp(host) && number && *number <= 65'535)
            read.ports.push_back(static_cast<std::uint16_t>(*number));
    }
    read.name = "postgresql://" + places + "/" + options["dbname"];
    for (const char* keyword : parameters_with_files)
        if (const auto file = options[keyword]; !file.empty()) read.files.emplace_back(file);
    return read;
}

}  // namespace slipway::storage
