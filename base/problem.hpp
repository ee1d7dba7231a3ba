#pragma once

#include "base/fault.hpp"

#include <array>
#include <span>
#include <string_view>

namespace slipway {

/// A kind of problem that interfaces name: clients decide by its `code`.
struct Problem {
    std::string_view code;    // "package-exists"
    Fault fault;              // what the caller can do, unless the error at hand says another
    std::string_view title;   // the kind in a few words, the same for every case of it
    std::string_view remedy;  // what to do about it; sentences
    unsigned status = 0;      // of HTTP; 0: that of the error's fault
};

/// All kinds, sorted by code. A fault's name is the code of errors that have no finer one.
std::span<const Problem> all_problems();

/// Returns null for a code that is not in the table.
const Problem* find_problem(std::string_view code);

namespace problem_table {

using enum Fault;

inline constexpr auto rows = std::to_array<Problem>({
    {"ambiguous-distro", invalid_input, "More than one distro accepts such packages",
     "Name the distro of the upload (distro=NAME); the answer lists those that fit."},
    {"bad-request", invalid_input, "The request is not well formed",
     "Correct the client; the answer names what cannot be read.", 400},
    {"busy", busy, "The server is busy", "Try again later; Retry-After says when."},
    {"cancelled", cancelled, "The server stopped before this was done", "Try again when the server is back."},
    {"channel-expired", gone, "The ephemeral channel has expired",
     "Upload into it to make it again, or use another channel."},
    {"channel-limit", conflict, "The repository has the maximum number of ephemeral channels",
     "Delete one that is not needed, wait until one expires, or raise limits.ephemeral_channels."},
    {"channel-protected", forbidden, "The channel accepts promotions only",
     "Upload into a channel that is not protected, and promote from there."},
    {"conflict", conflict, "The request conflicts with what is there",
     "Read the current state, and decide whether the change is still wanted."},
    {"corrupt", corrupt, "Data that the server stores is damaged",
     "Tell the operator: the server's log names what is damaged, and slipwayd fsck examines everything."},
    {"cross-site", forbidden, "A page of another site sent this request",
     "Send it from this server's own pages or from a program."},
    {"damaged", busy, "The stored bytes of this file are damaged",
     "Try again later; for a package, upload it again or tell the operator to restore it from a backup."},
    {"digest-mismatch", invalid_input, "The received bytes do not have the declared digest",
     "Compare the file with its source, and upload it again."},
    {"ephemeral-base", conflict, "The base of new ephemeral channels does not exist any more",
     "Change the ephemeral setting of the repository, or make its base channel again."},
    {"ephemeral-channel", conflict, "An ephemeral channel cannot have this policy",
     "Use a permanent channel, or leave out the policy."},
    {"expands-too-far", invalid_input, "The packages of the upload need too much memory",
     "Upload fewer packages at once, or raise limits.examination_bytes."},
    {"expectation-failed", unsupported, "The Expect field asks for something that the server does not do",
     "Send Expect: 100-continue or no Expect field.", 417},
    {"forbidden", forbidden, "The token does not allow this", "Use a token with the scope that the answer names."},
    {"gone", gone, "This existed and does not exist any more", "Ask for what has replaced it."},
    {"header-too-large", too_large, "The head of the request is too large", "Send fewer or shorter header fields.",
     431},
    {"immutable", conflict, "This cannot be changed once it is made",
     "Leave the member out, or make a new resource with the value that is wanted."},
    {"internal", internal, "The server failed", "Tell the operator: the server's log says why."},
    {"invalid-digest", invalid_input, "A declared digest cannot be read",
     "Write it as the field's specification says, and declare one value per algorithm."},
    {"invalid-field", invalid_input, "A value is not allowed here", "Correct the member that the answer names."},
    {"invalid-input", invalid_input, "The request has content that is not allowed", "Correct what the answer names."},
    {"invalid-key", invalid_input, "The key cannot be used",
     "Import one OpenPGP secret key that can sign, with its passphrase if it has one."},
    {"invalid-name", invalid_input, "The name is not allowed", "Choose a name by the rule in the answer."},
    {"invalid-package", invalid_input, "The package cannot be read or installed",
     "Correct the field, tag or member that the answer names, and build the package again."},
    {"invalid-provenance", invalid_input, "The provenance of the upload cannot be stored",
     "Send printable ASCII of at most 1 KiB in each Slipway field."},
    {"invalid-scope", invalid_input, "The token's scope is not a scope",
     "Write VERB:REPOSITORY or VERB:REPOSITORY/CHANNEL, as in upload:main/dev."},
    {"io", io, "The server's disk or network failed", "Tell the operator: the server's log says why."},
    {"key-state", conflict, "The key is in a state that does not allow this",
     "Read the keyring, and choose the change that fits the key's state."},
    {"method-not-allowed", invalid_input, "The resource does not have this method",
     "Use one of the methods in the answer's Allow field.", 405},
    {"no-files", invalid_input, "The upload has no file", "Send at least one package in the form."},
    {"not-confirmed", conflict, "The change has consequences that were not confirmed",
     "Look at what the answer says, and confirm it as it describes."},
    {"not-empty", conflict, "The resource to be deleted contains packages",
     "Remove or move them first, or force the deletion (force=true)."},
    {"not-found", not_found, "There is nothing at this address", "Check the address."},
    {"not-implemented", unsupported, "The server does not know this transfer encoding",
     "Send the body with Content-Length or chunked.", 501},
    {"not-ready", busy, "The server is not ready", "Wait; the answer names what it waits for."},
    {"not-supported", unsupported, "This is not supported", "Leave the member out."},
    {"package-exists", conflict, "The channel has or had this version with other bytes",
     "Build the package with a higher version; versions of an immutable channel are published once."},
    {"past-retention", gone, "The revision is not kept any more",
     "Choose a revision that the channel still has, and pin those that have to stay."},
    {"pin-exists", conflict, "The pin's name already stands for another revision",
     "Choose another name, or delete the pin first."},
    {"pinned", conflict, "Pins refer to this",
     "Delete the pins that the answer names first, or force the deletion (force=true)."},
    {"precondition-failed", precondition_failed, "The resource has changed since it was read",
     "Read it again, and decide whether the change is still wanted."},
    {"publication-failed", busy, "The publication failed and nothing changed",
     "Try again later; the server's log says why it failed.", 503},
    {"purged", gone, "The package was purged from this repository",
     "Build it again with a higher version; the purged bytes are never accepted again."},
    {"range-not-satisfiable", invalid_input, "The range begins behind the end of the file",
     "Ask for a range within the length in Content-Range.", 416},
    {"removals-forbidden", conflict, "The promotion would remove packages",
     "Promote single packages, or allow removals."},
    {"repeated-member", invalid_input, "A member of the JSON body occurs twice", "Send each member once."},
    {"repeated-parameter", invalid_input, "A query parameter occurs twice", "Send each parameter once."},
    {"request-timeout", invalid_input, "The request did not come in time", "Send it again, without pauses.", 408},
    {"snapshot-busy", busy, "Other snapshots are being prepared", "Try again later; Retry-After says when."},
    {"snapshot-failed", busy, "The snapshot could not be prepared",
     "Try again later; the server's log says why it failed."},
    {"source-not-allowed", forbidden, "The channel accepts no promotions from this one",
     "Promote from one of the channels in promote_from of the target."},
    {"storage-full", storage_full, "The server has no space for this",
     "Nothing was changed. The operator can free space or extend the disk."},
    {"too-busy", busy, "Too many requests of this kind are waiting", "Try again later; Retry-After says when."},
    {"too-large", too_large, "The body is larger than allowed", "Send less at once; the answer names the limit."},
    {"too-many-architectures", invalid_input, "The channel has the maximum number of architectures",
     "Remove packages of an architecture that is not needed, or use another channel."},
    {"too-many-bodies", busy, "Request bodies already use all the memory that they may use",
     "Try again later; Retry-After says when."},
    {"too-many-failures", busy, "Too many requests from this address had a token that is not valid",
     "Correct the token, and wait a minute.", 429},
    {"too-many-requests", busy, "Too many requests of this kind from one address or token",
     "Send fewer at the same time; Retry-After says when to continue.", 429},
    {"too-many-uploads", busy, "Too many uploads are under way", "Try again later; Retry-After says when."},
    {"took-too-long", busy, "The answer took too long to make", "Try again later, or ask for less at once."},
    {"unauthenticated", unauthenticated, "A valid token is needed",
     "Send a token as Bearer or as the password of Basic; the answer says whether it is missing, expired or not "
     "known."},
    {"undeclared-component", conflict, "A component of the packages is not declared in the distro",
     "Declare the component in the distro's settings first."},
    {"unexpected-body", invalid_input, "This request may have no body", "Send it without one.", 400},
    {"unexpected-revision", conflict, "The channel has another revision than expected",
     "Read what changed, and decide whether the change is still wanted."},
    {"unknown-architecture", invalid_input, "The architecture is not known",
     "Name it as dpkg does in a deb, as rpm does in an rpm; the answer says the nearest known name."},
    {"unknown-channel", not_found, "The repository has no such channel", "Check the name, or make the channel first."},
    {"unknown-component", invalid_input, "The distro has no such component",
     "Use a component that the answer lists, or declare it in the distro's settings."},
    {"unknown-distro", not_found, "The repository has no such distro", "Check the name, or make the distro first."},
    {"unknown-field", invalid_input, "The request has a member, parameter or field that is not known",
     "Correct its spelling, or leave it out."},
    {"unknown-package", not_found, "There is no such package here", "Check name, version and digest."},
    {"unknown-repository", not_found, "There is no such repository", "Check the name, or make the repository first."},
    {"unknown-revision", not_found, "The channel has no such revision", "Check the number."},
    {"unknown-snapshot", not_found, "The channel has no such snapshot",
     "Use a revision, a pin, or a time after the channel's first revision."},
    {"unsupported", unsupported, "This is not supported", "The answer says what is."},
    {"unsupported-format", unsupported, "The package has a format or version that is not supported",
     "Build it in the format that the answer names."},
    {"upload-too-slow", busy, "The upload was too slow while others waited", "Try again over a faster network."},
    {"wrong-format", invalid_input, "The distro accepts packages of another format",
     "Upload into a distro of the package's format."},
});

/// Not constant, so a consteval function that calls it does not compile.
void there_is_no_problem_with_this_code();

}  // namespace problem_table

/// Returns the entry of the table with this code: `Error("package-exists"_problem, …)`. A code that is not in the table
/// does not compile.
consteval const Problem& operator""_problem(const char* code, std::size_t length) {
    for (const auto& row : problem_table::rows)
        if (row.code == std::string_view(code, length)) return row;
    problem_table::there_is_no_problem_with_this_code();
    return problem_table::rows.front();
}

}  // namespace slipway
