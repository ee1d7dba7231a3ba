#pragma once

#include "base/result.hpp"

namespace slipway::server {

/// The exit codes of slipwayd, as in docs/operations.md. Those from 64 on have the names of sysexits.h.
namespace exit_code {
inline constexpr int ok = 0;
inline constexpr int repaired = 1;        // fsck: there was damage, all of it is repaired
inline constexpr int refused = 1;         // gc: more to remove than goes at once
inline constexpr int damage_left = 2;     // fsck, backup, restore
inline constexpr int usage = 64;          // wrong arguments
inline constexpr int no_input = 66;       // what was named does not exist
inline constexpr int unavailable = 69;    // serve: an address to listen on is in use
inline constexpr int internal = 70;       // a bug, and nothing else
inline constexpr int cannot_create = 73;  // what is to be made is there, or is not empty
inline constexpr int io = 74;             // also: the disk is full, stored data is damaged
inline constexpr int in_use = 75;         // another slipwayd works on the directory; try later
inline constexpr int no_permission = 77;  // this user may not do it
inline constexpr int config = 78;         // wrong key or value; a directory whose catalog is lost or another's
}  // namespace exit_code

/// The code for an error of a command.
int exit_code_of(const Error& error);

/// Prints "slipwayd: …" on standard error and returns `exit_code_of`.
int report(const Error& error);

/// What a command returns: its exit code, or the error that `report` turns into one.
inline int finish(const Result<int>& outcome) { return outcome.ok() ? *outcome : report(outcome.error()); }

}  // namespace slipway::server
