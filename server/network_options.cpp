#include "server/network_options.hpp"

#include "publishing/directory/garbage_collection.hpp"
#include "publishing/directory/own_directory.hpp"
#include "server/descriptors.hpp"

#include <cstdint>
#include <string>

namespace slipway::server {
namespace {

constexpr unsigned fetching_threads = 16;  // they wait for the network

}  // namespace

net::ServerOptions network_options(const Config& config, std::uint64_t packs, const Log& log) {
    net::ServerOptions options;
    options.listen = config.listen;
    options.public_url = config.public_url;
    options.tls = {config.tls.certificate.string(), config.tls.private_key.string()};
    options.trusted_proxies = config.trusted_proxies;
    const auto cores = publishing::cores();
    const auto signers = static_cast<unsigned>(config.signing.workers);
    options.lanes = net::LaneOptions::for_cores(cores, signers == 0 ? cores : signers);
    if (!config.storage.objects.empty()) options.lanes.of(http::Work::fetching).threads = fetching_threads;
    options.connections_per_address = static_cast<unsigned>(config.limits.connections_per_address);
    options.body_bytes = config.limits.body_bytes;

    const auto limit = raise_descriptor_limit();
    const auto shares = share_descriptors(limit, config.limits.connections, {cores, config.limits.uploads, packs});
    options.max_connections = static_cast<unsigned>(shares.for_connections);
    log.info("descriptors", {{"limit", std::to_string(limit)},
                             {"connections", std::to_string(shares.for_connections)},
                             {"kept_for_files", std::to_string(shares.for_files)}});
    if (shares.for_connections < config.limits.connections)
        log.warning("the limit of open files allows fewer connections than are configured",
                    {{"configured", std::to_string(config.limits.connections)},
                     {"remedy", "raise LimitNOFILE (ulimit -n), or lower limits.connections or limits.uploads"}});
    return options;
}

api::ApiLimits api_limits(const Config& config) {
    api::ApiLimits limits;
    limits.package_bytes = config.limits.package_bytes;
    limits.batch_files = config.limits.batch_files;
    limits.batch_bytes = config.limits.batch_bytes;
    limits.uploads = config.limits.uploads;
    limits.uploads_of_a_token = config.limits.uploads_per_token;
    limits.requests_at_once = config.limits.requests_at_once;
    limits.requests_per_second = config.limits.requests_per_second;
    limits.upload_pace = config.limits.upload_pace;
    limits.listing_entries = config.listings ? config.limits.listing_entries : 0;
    limits.disk_reserve = publishing::disk_reserve(config.data);
    return limits;
}

}  // namespace slipway::server
