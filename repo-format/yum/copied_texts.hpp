#pragma once

#include "repo-format/rpm/rpm_package.hpp"

namespace slipway::yum {

/// Only the newest entries of the changelog are copied.
inline constexpr std::size_t changelog_limit = 10;

/// Whether every text that the documents of a repository copy from the package is free of control characters
/// (base/control_characters). Tabs are allowed everywhere, line ends where a text may have lines: in summary,
/// description, changelog, the other texts for people, and file names, as XML keeps a newline within a name apart from
/// one between names. Faults: invalid_input "invalid-package"; the message names tag and offset.
Result<> check_copied_texts(const rpm::RpmPackage& package);

}  // namespace slipway::yum
