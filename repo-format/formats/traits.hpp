#pragma once

#include "base/words.hpp"

#include <span>
#include <string_view>

namespace slipway::formats {

/// How the files of a distro are laid out and vouched for. Several formats may share a layout.
enum class Layout : unsigned char {
    apt,  // `dists/{channel}/` with one Release, signed in place and beside it; packages in `pool/`
    yum,  // `{channel}/{basearch}/` with a repomd.xml each, signed beside it; packages in `packages/`
};

/// What holds for every package and every distro of a format.
struct Traits {
    Format format;
    std::string_view beginning;   // of every file
    std::string_view media_type;  // of its files
    Layout layout;
    std::string_view for_every_machine;         // what such a package says it is for; the index that has these alone
    bool every_index_lists_those;               // all packages for every machine
    bool has_components;                        // else indexes belong to one component, which has no name
    bool signs_packages;                        // a package may carry a signature of its repository
    bool texts_may_outgrow_file;                // else the format itself bounds them
    std::span<const Compression> compressions;  // a distro may choose from, its default first; none: no choice
    std::span<const std::string_view> architectures;  // a new distro declares unless told
    std::span<const std::string_view> components;     // likewise
};

/// What people type on a machine to install a package.
struct InstallCommand {
    std::string_view client;
    std::string_view command;
};

/// How machines are set up for the distros of a format.
struct ClientTraits {
    std::span<const std::string_view> directories;  // a set-up file may go to; the first is the usual one
    bool old_ones_need_a_line;                      // `source_line` stands in for the set-up file on old machines
    std::string_view add_command;                   // takes the URL of a set-up file; "": there is none
    std::span<const InstallCommand> install;
    std::string_view hint;  // to those who install; "": there is none
};

}  // namespace slipway::formats
