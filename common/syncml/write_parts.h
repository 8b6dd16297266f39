// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/events.h"
#include "common/syncml/message.h"

// The structs of message.h as events, children in the order that the DTD binds.
namespace pim::syncml {

void write(TagWriter& out, const Header& header);
void write(TagWriter& out, const StatusCmd& status);
void write(TagWriter& out, const AlertCmd& alert);
void write(TagWriter& out, const SyncCmd& sync);
void write(TagWriter& out, const MapCmd& map);
void write(TagWriter& out, const InfoCmd& info);
void write(TagWriter& out, const ChangeCmd& change);
void write(TagWriter& out, const OtherCmd& other);
void write(TagWriter& out, const Command& command);

/// The start tag of a Sync and what stands before its commands; the caller ends it.
void write_sync_head(TagWriter& out, const SyncCmd& sync);

}  // namespace pim::syncml
