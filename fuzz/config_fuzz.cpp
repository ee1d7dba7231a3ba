// A configuration is refused in one line that names the file, or has settings that a start can use.
#include "base/quantity.hpp"
#include "fuzz/support.hpp"
#include "server/config.hpp"
#include "server/config_keys.hpp"

using namespace slipway::fuzz;
namespace server = slipway::server;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(text_of(data, size));
    if (const auto bytes = slipway::parse_size(text)) require(*bytes > 0);
    if (const auto duration = slipway::parse_duration(text)) require(duration->count() >= 0);

    server::Config config;
    const auto taken = server::take_config_text(config, text, "slipway.toml");
    if (!taken) {
        require(taken.error().message().starts_with("slipway.toml:") && is_one_line(taken.error().message()));
        return 0;
    }
    require(!config.listen.empty() && !config.data.empty());
    require(!config.public_url.ends_with('/') && is_one_line(config.public_url));
    require(config.limits.package_bytes > 0 && config.limits.uploads > 0 && config.signing.deadline.count() > 0);
    return 0;
}
