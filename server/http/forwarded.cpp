#include "server/http/forwarded.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <arpa/inet.h>

namespace slipway::http {
namespace {

constexpr std::array<unsigned char, 12> mapped_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool is_mapped(const IpAddress& address) {
    return std::equal(mapped_prefix.begin(), mapped_prefix.end(), address.bytes.begin());
}

bool share_prefix(const IpAddress& a, const IpAddress& b, unsigned bits) {
    const std::size_t whole = bits / 8;
    if (!std::equal(a.bytes.begin(), a.bytes.begin() + whole, b.bytes.begin())) return false;
    if (bits % 8 == 0) return true;
    const unsigned mask = 0xff00U >> (bits % 8) & 0xff;
    return ((a.bytes.at(whole) ^ b.bytes.at(whole)) & mask) == 0;
}

/// "1.2.3.4", "1.2.3.4:80", "::1" or "[::1]:80", without blanks and port.
std::string_view without_port(std::string_view entry) {
    entry = trimmed(entry);
    if (entry.starts_with('[')) return entry.substr(1, entry.find(']') - 1);
    if (std::count(entry.begin(), entry.end(), ':') == 1) return entry.substr(0, entry.find(':'));
    return entry;
}

std::vector<std::string_view> forwarded_chain(const Headers& headers) {
    std::vector<std::string_view> chain;
    for (const auto value : headers.find_all("X-Forwarded-For"))
        for (const auto entry : split(value, ',')) chain.push_back(without_port(entry));
    return chain;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    if (text.find('\0') != text.npos) return std::nullopt;  // inet_pton would take what comes before it
    const std::string terminated(text);
    IpAddress address;
    if (::inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) return address;
    std::copy(mapped_prefix.begin(), mapped_prefix.end(), address.bytes.begin());
    if (::inet_pton(AF_INET, terminated.c_str(), address.bytes.data() + mapped_prefix.size()) == 1) return address;
    return std::nullopt;
}

std::string IpAddress::render() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (is_mapped(*this))
        ::inet_ntop(AF_INET, bytes.data() + mapped_prefix.size(), text.data(), text.size());
    else
        ::inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
    return text.data();
}

IpAddress IpAddress::network() const {
    auto network = *this;
    if (!is_mapped(*this)) std::fill(network.bytes.begin() + 8, network.bytes.end(), 0);
    return network;
}

Result<TrustedProxies::Network> TrustedProxies::parse_network(std::string_view entry) {
    const auto slash = entry.find('/');
    const auto address = IpAddress::parse(entry.substr(0, slash));
    if (!address)
        return Error(Fault::invalid_input, fmt::format("trusted proxy '{}' is not an address or a network", entry));
    if (slash == std::string_view::npos) return Network{*address, 128};

    const unsigned width = is_mapped(*address) && entry.find(':') == std::string_view::npos ? 32 : 128;
    const auto bits = parse_decimal(entry.substr(slash + 1));
    if (!bits || *bits > width) {
        return Error(Fault::invalid_input, fmt::format("trusted proxy '{}': prefix is not 0 to {}", entry, width));
    }
    return Network{*address, static_cast<unsigned>(*bits) + 128 - width};
}

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& entries) {
    TrustedProxies proxies;
    for (const auto& entry : entries) {
        if (entry == unix_peer)
            proxies.unix_ = true;
        else
            proxies.networks_.push_back(TRY(parse_network(entry)));
    }
    return proxies;
}

bool TrustedProxies::trusts(std::string_view address) const {
    if (address == unix_peer) return unix_;
    const auto parsed = IpAddress::parse(address);
    return parsed && std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
               return share_prefix(*parsed, network.address, network.prefix_bits);
           });
}

std::string TrustedProxies::client_address(std::string_view peer, const Headers& headers) const {
    std::string client(peer);
    if (networks_.empty() && !unix_) return client;
    if (!trusts(peer)) return client;
    const auto chain = forwarded_chain(headers);
    for (auto entry = chain.rbegin(); entry != chain.rend(); ++entry) {
        const auto address = IpAddress::parse(*entry);
        if (!address) break;
        client = address->render();
        if (!trusts(client)) break;
    }
    return client;
}

}  // namespace slipway::http
