#include "server/confined_directory.hpp"

#include "server/directory_options.hpp"
#include "server/sandbox_rules.hpp"

#include <utility>

namespace slipway::server {

Result<std::unique_ptr<publishing::OwnDirectory>> open_confined(const Config& config, publishing::Consent consent,
                                                                const Log& log) {
    auto places = TRY(store_places(config));
    auto reach = TRY(publishing::reach_of(places));
    auto own = TRY(publishing::OwnDirectory::open(directory_options(config, std::move(places)), consent, log));
    const Peers peers{std::move(reach.ports), std::move(reach.files)};
    TRY(confine_daemon(config, peers, log));  // here: the data directory is there, and no thread yet
    return own;
}

}  // namespace slipway::server
