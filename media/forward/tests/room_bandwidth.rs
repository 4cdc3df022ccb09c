//! What a subscriber's connection can take is found, followed and shared: over simulated networks, in
//! simulated time.

mod path;
mod room;

use forward::command::Command;
use path::{Network, World};

const LAYERS: [u64; 3] = [150_000, 500_000, 1_500_000];

#[test]
fn a_fast_link_gives_the_best_layer_within_two_seconds() {
    let mut world = World::new(Network::of(4_000_000));
    world.watch(LAYERS);
    world.run(2000);
    assert!(world.arriving_kbps(1000) > 1400);
    assert_eq!(world.take_layers(0).last(), Some(&2));
}

#[test]
fn most_of_a_link_is_found_within_five_seconds() {
    let mut world = World::new(Network::of(2_000_000));
    world.watch(LAYERS);
    world.run(5000);
    assert!(world.arriving_kbps(5000) > 1400);
    assert!(world.estimate_kbps() > 1400);
}

#[test]
fn a_step_down_is_followed_within_two_seconds_and_a_step_up_found() {
    let mut world = World::new(Network::of(2_000_000));
    world.watch(LAYERS);
    world.run(20_000);
    world.network.bps = 300_000;
    world.run(2000);
    assert!(world.estimate_kbps() < 300);
    // The queue of half a second drains while the picture goes on.
    world.run(2000);
    world.waited_us = 0;
    world.run(16_000);
    assert!(world.waited_us < 150_000, "{}", world.waited_us);
    world.network.bps = 2_000_000;
    world.run(20_000);
    assert!(world.arriving_kbps(5000) > 450);
}

#[test]
fn a_link_that_becomes_narrow_is_not_filled_with_repairs() {
    for queue_us in [100_000, 300_000, 1_000_000] {
        let network = Network {
            queue_us,
            ..Network::of(2_000_000)
        };
        let mut world = World::with_silent_sound(network);
        world.watch([200_000, 900_000, 1_600_000]);
        world.run(20_000);
        world.network.bps = 300_000;
        world.run(3000);
        (world.padding_bytes, world.sound_arrived) = (0, 0);
        assert!(world.arriving_kbps(10_000) > 120, "a queue of {queue_us}");
        assert!(world.padding_bytes * 8 / 10_000 < 60);
        assert!(world.sound_arrived > 480, "{}", world.sound_arrived);
        world.network.bps = 2_000_000;
        world.run(10_000);
        assert!(world.arriving_kbps(5000) > 800, "a queue of {queue_us}");
    }
}

#[test]
fn a_suspended_picture_comes_back_even_when_nothing_is_reported_meanwhile() {
    let mut world = World::with_silent_sound(Network::of(2_000_000));
    world.watch(LAYERS);
    world.run(10_000);
    world.network.bps = 80_000;
    world.run(20_000);
    assert_eq!(world.take_suspensions(), [true]);
    world.network.bps = 2_000_000;
    world.run(5000);
    assert_eq!(world.take_suspensions(), [false]);
    assert!(world.arriving_kbps(3000) > 140);
}

#[test]
fn too_slow_for_any_video_keeps_the_sound_and_says_so() {
    let mut world = World::new(Network::of(100_000));
    world.watch(LAYERS);
    world.run(10_000);
    assert_eq!(world.take_suspensions(), [true]);
    (world.sound_arrived, world.arrived_bytes) = (0, 0);
    world.run(10_000);
    assert_eq!((world.sound_arrived, world.arrived_bytes), (500, 0));
    world.network.bps = 2_000_000;
    world.run(15_000);
    assert_eq!(world.take_suspensions(), [false]);
    assert!(world.arriving_kbps(2000) > 140);
}

#[test]
fn random_loss_without_delay_does_not_collapse_the_rate() {
    let mut world = World::new(Network {
        lost: 50,
        ..Network::of(2_000_000)
    });
    world.watch(LAYERS);
    world.run(20_000);
    assert!(world.arriving_kbps(20_000) > 1300);
    let loss = world.figure("loss");
    assert!((0.01..0.12).contains(&loss), "{loss}");
}

#[test]
fn loss_that_no_lower_rate_mends_leaves_the_picture() {
    for lost in [100, 150] {
        let mut world = World::with_silent_sound(Network {
            lost,
            ..Network::of(2_000_000)
        });
        world.watch([100_000, 350_000, 900_000]);
        world.run(20_000);
        world.take_suspensions();
        assert!(world.arriving_kbps(40_000) > 250, "of {lost}");
        assert_eq!(world.take_suspensions(), []);
    }
}

#[test]
fn jitter_does_not_collapse_the_rate() {
    let mut world = World::new(Network {
        jitter_us: 30_000,
        ..Network::of(2_000_000)
    });
    world.watch(LAYERS);
    world.run(20_000);
    assert!(world.arriving_kbps(20_000) > 1400);
}

#[test]
fn layers_do_not_flap_on_a_steady_link() {
    for (bps, cameras) in [
        (1_200_000, 1),
        (1_750_000, 1),
        (2_000_000, 4),
        (5_000_000, 5),
    ] {
        let mut world = World::new(Network::of(bps));
        for _ in 0..cameras {
            world.watch(LAYERS);
        }
        world.run(10_000);
        for camera in 0..cameras {
            world.take_layers(camera);
        }
        world.waited_us = 0;
        world.run(60_000);
        for camera in 0..cameras {
            let switches = world.take_layers(camera).len();
            assert!(switches <= 6, "{switches} at {bps} bit/s");
        }
        assert!(world.take_suspensions().is_empty());
        assert!(world.waited_us < 200_000, "{}", world.waited_us);
    }
}

#[test]
fn others_on_the_same_link_are_given_way_to() {
    let mut world = World::new(Network::of(2_000_000));
    world.watch(LAYERS);
    world.run(20_000);
    world.network.cross_bps = 1_400_000;
    world.run(3000);
    assert!(world.estimate_kbps() < 700, "{}", world.estimate_kbps());
    world.waited_us = 0;
    world.run(10_000);
    assert!(world.waited_us < 200_000, "{}", world.waited_us);
}

#[test]
fn after_an_outage_of_five_seconds_the_picture_is_back_within_two() {
    let mut world = World::new(Network::of(2_000_000));
    world.watch(LAYERS);
    world.run(20_000);
    world.network.is_out = true;
    world.run(5000);
    assert!(world.estimate_kbps() < 400);
    world.network.is_out = false;
    world.run(2000);
    assert!(world.arriving_kbps(2000) > 140);
    world.run(3000);
    assert!(world.arriving_kbps(2000) > 1400);
}

#[test]
fn another_network_is_measured_afresh_even_after_a_long_silence() {
    for silence_ms in [0, 8000] {
        let mut world = World::new(Network::of(2_000_000));
        world.watch(LAYERS);
        world.run(20_000);
        world.network.is_out = true;
        world.run(silence_ms);
        world.roam(Network::of(2_000_000));
        world.run(500);
        assert!(world.arriving_kbps(1000) > 140, "after {silence_ms} ms");
        world.run(3000);
        assert!(world.arriving_kbps(2000) > 1400, "after {silence_ms} ms");
    }
}

#[test]
fn a_poorer_network_does_not_inherit_the_rate_of_the_old_one() {
    let mut world = World::new(Network::of(20_000_000));
    world.watch(LAYERS);
    world.run(20_000);
    world.roam(Network::of(300_000));
    world.run(4000);
    world.waited_us = 0;
    assert!(world.estimate_kbps() < 400, "{}", world.estimate_kbps());
    world.run(10_000);
    assert!(world.waited_us < 200_000, "{}", world.waited_us);
    assert!(world.arriving_kbps(2000) > 140);
}

#[test]
fn what_a_publisher_loses_on_its_way_is_not_held_against_a_subscriber() {
    let mut world = World::new(Network::of(4_000_000));
    let bad = world.watch([100_000, 300_000, 600_000]);
    let good = world.watch(LAYERS);
    world.run(10_000);
    world.take_layers(good);
    world.cameras[bad].lost = 300;
    world.run(20_000);
    assert_eq!(world.take_layers(good), []);
    assert!(world.figure("loss") < 0.01);
    assert!(world.estimate_kbps() > 2000);
}

#[test]
fn the_first_in_priority_keeps_its_best_layer_while_the_others_give_way() {
    let mut world = World::new(Network::of(2_400_000));
    let cameras = [world.watch(LAYERS), world.watch(LAYERS)];
    let screen = world.watch(LAYERS);
    let consumer = world.cameras[screen].consumer;
    world.room.run(Command::SetPriority {
        consumer,
        priority: 10,
    });
    world.run(20_000);
    assert_eq!(world.take_layers(screen).last(), Some(&2));
    for camera in cameras {
        assert!(world.take_layers(camera).last() < Some(&2));
    }
}

#[test]
fn a_probe_uses_no_stream_that_was_not_announced_and_stops_when_nobody_wants_more() {
    let mut world = World::new(Network::of(20_000_000));
    world.watch(LAYERS);
    world.run(10_000);
    let probes = world.figure("probes");
    world.run(20_000);
    assert!(world.figure("probes") <= probes + 2.0);
    assert!(
        world
            .ssrcs
            .iter()
            .all(|ssrc| [2000, 2001, 8000].contains(ssrc))
    );
}
