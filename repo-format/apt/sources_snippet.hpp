#pragma once

#include <string>
#include <vector>

namespace slipway::apt {

/// The facts of a deb822 `.sources` file.
struct SourcesSnippet {
    std::string base_url;  // {public_url}/{repo}/{distro}
    std::string channel;
    std::vector<std::string> components;
    std::string armored_keys;  // embedded as the value of Signed-By; one block that holds all keys suits every apt
};

/// The `.sources` file with the key embedded (apt >= 2.3.10).
std::string render(const SourcesSnippet& snippet);

/// The one-line form for older apt: `deb [signed-by={key_path}] {base} {channel} {components}`.
std::string render_list_line(const SourcesSnippet& snippet, const std::string& key_path);

}  // namespace slipway::apt
