#include "publishing/cluster/cluster_settings.hpp"

#include <string_view>

namespace slipway::publishing {

Result<std::string> node_id(const std::string& url) {
    std::string_view rest(url);
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!rest.starts_with(scheme)) continue;
        rest.remove_prefix(scheme.size());
        if (rest.ends_with('/')) rest.remove_suffix(1);
        const bool is_host = !rest.empty() && rest.find_first_of("/?#@ \t") == rest.npos;
        if (is_host) return std::string(rest);
        break;
    }
    return Error(Fault::invalid_input,
                 "cluster.url is where the other nodes reach this one, as http://HOST:PORT, not \"" + url + "\"");
}

}  // namespace slipway::publishing
